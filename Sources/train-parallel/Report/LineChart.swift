import TrainParallel

/// Curves over the epochs as inline SVG, with axes, a legend, and the numbers behind the points.
struct LineChart {
  /// One curve.
  struct Curve {
    /// What the legend calls it.
    let name: String
    /// The number of its color in the page's style, from 1.
    let color: Int
    /// A value for each epoch; one that is missing or no number leaves a gap.
    let values: [Double?]
  }

  /// What is shown, above the chart.
  let title: String
  /// The number of each epoch, rising.
  let epochs: [Int]
  /// The curves.
  let curves: [Curve]
  /// The axis of the values.
  let axis: Axis
  /// An epoch that a line marks, and what stands at it.
  var mark: (epoch: Int, text: String)?
  /// How a value is written.
  let text: (Double) -> String

  // The picture in units that are pixels on a wide screen.
  private static let (width, height) = (520.0, 260.0)
  private static let (left, right, top, bottom) = (66.0, 12.0, 18.0, 46.0)
  /// Points nearer to each other than a few pixels cannot be pointed at.
  private static let mostPoints = 150
  /// So many points are drawn as dots; more would hide the curve, and are seen only when pointed at.
  private static let mostDots = 40

  /// The chart as a figure.
  var html: HTML {
    let horizontal = Axis(from: epochs.min() ?? 1, through: epochs.max() ?? 1)
    let description =
      "\(title) by epoch: "
      + curves.map { "\($0.name) \($0.values.last.flatMap { $0 }.map(text) ?? "unknown") at the end" }
      .joined(separator: ", ")
    return """
      <figure class="chart"><figcaption><strong>\(title)</strong>\(legend)</figcaption>
      <svg viewBox="0 0 520 260" role="img" aria-label="\(description)">
      \(grid(horizontal))\(markLine(horizontal))\(curves.map { drawing(of: $0, horizontal) })</svg></figure>

      """
  }

  /// The name of each curve behind a stroke of its color, with its last value.
  private var legend: HTML {
    let entries = curves.map { curve -> HTML in
      let last = curve.values.last.flatMap { $0 }.map(text) ?? "-"
      return "<span class=\"key\"><i class=\"c\(curve.color)\"></i>\(curve.name) <b>\(last)</b></span>"
    }
    return "<span class=\"legend\">\(entries)</span>"
  }

  private func grid(_ horizontal: Axis) -> HTML {
    let (right, bottom) = (Self.width - Self.right, Self.height - Self.bottom)
    var result: HTML = ""
    for (tick, text) in zip(axis.ticks, axis.labels) {
      let y = vertical(tick)
      result += line("grid", from: (Self.left, y), to: (right, y))
      result += label("end", at: (Self.left - 8, y + 4), text)
    }
    for (tick, text) in zip(horizontal.ticks, horizontal.labels) {
      let x = place(tick, horizontal)
      result += line("tick", from: (x, bottom), to: (x, bottom + 5))
      result += label("mid", at: (x, bottom + 20), text)
    }
    result += line("axis", from: (Self.left, bottom), to: (right, bottom))
    result += label("mid", at: ((Self.left + right) / 2, Self.height - 6), "epoch")
    return result
  }

  private func markLine(_ horizontal: Axis) -> HTML? {
    guard let mark else { return nil }
    let x = place(Double(mark.epoch), horizontal)
    // The text stands above the curves, in the middle of the line as far as there is room.
    var result = label(x > Self.width - 40 ? "end" : "mid", at: (x, Self.top - 6), mark.text)
    result += line("mark", from: (x, Self.top), to: (x, Self.height - Self.bottom))
    return result
  }

  private func line(_ look: HTML, from a: (x: Double, y: Double), to b: (x: Double, y: Double)) -> HTML {
    """
    <line class="\(look)" x1="\(units(a.x))" y1="\(units(a.y))" x2="\(units(b.x))" y2="\(units(b.y))"/>

    """
  }

  /// A text that ends at a place, or has its middle there.
  private func label(_ side: HTML, at place: (x: Double, y: Double), _ text: String) -> HTML {
    "<text class=\"\(side)\" x=\"\(units(place.x))\" y=\"\(units(place.y))\">\(text)</text>\n"
  }

  private func drawing(of curve: Curve, _ horizontal: Axis) -> HTML {
    var path: HTML = ""
    var isDrawing = false
    var points: HTML = ""
    for (epoch, value) in zip(epochs, curve.values) {
      guard let value, Axis.canShow(value) else {
        isDrawing = false
        continue
      }
      let (x, y) = (units(place(Double(epoch), horizontal)), units(vertical(value)))
      path += isDrawing ? "L\(x) \(y)" : "M\(x) \(y)"
      isDrawing = true
      if epochs.count <= Self.mostPoints {
        let title: HTML = "<title>epoch \(epoch): \(curve.name) \(text(value))</title>"
        points += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"2.5\">\(title)</circle>\n"
      }
    }
    let look = epochs.count > Self.mostDots ? " dense" : ""
    return "<g class=\"c\(curve.color)\(look)\"><path d=\"\(path)\"/>\n\(points)</g>\n"
  }

  private func place(_ epoch: Double, _ horizontal: Axis) -> Double {
    Self.left + horizontal.position(of: epoch) * (Self.width - Self.left - Self.right)
  }

  private func vertical(_ value: Double) -> Double {
    Self.height - Self.bottom - axis.position(of: value) * (Self.height - Self.top - Self.bottom)
  }

  /// A length to a tenth: a page has thousands of them, and C's formatting would take most of its time.
  private func units(_ length: Double) -> HTML {
    let tenths = Int((length * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }
}
