/// A line as a pen draws it: points with the pen's half width and the darkness of its ink at each.
struct Stroke {
  struct Point {
    var x: Double
    var y: Double
    /// Half the width of the line, in pixels.
    var radius: Double
    /// How much of the paper's brightness the ink takes, 0 to 1.
    var ink: Double
  }

  var points: [Point] = []
}

/// Paper on which strokes are drawn: how much ink each pixel got, 0 to 1.
struct Paper {
  let size: Int
  private(set) var ink: [Double]

  init(size: Int) {
    self.size = size
    ink = [Double](repeating: 0, count: size * size)
  }

  /// Draws a stroke: a pixel's ink is the darkest of its segments' there, times how far the pixel lies inside of the
  /// line, from 0 to 1 over the width of one pixel (which is what makes the edge smooth).
  mutating func draw(_ stroke: Stroke) {
    for (a, b) in zip(stroke.points, stroke.points.dropFirst()) { draw(from: a, to: b) }
  }

  private mutating func draw(from a: Stroke.Point, to b: Stroke.Point) {
    let reach = max(a.radius, b.radius) + 0.5
    let columns = pixels(min(a.x, b.x) - reach, max(a.x, b.x) + reach)
    let (dx, dy) = (b.x - a.x, b.y - a.y)
    let lengthSquared = max(dx * dx + dy * dy, 1e-12)
    for row in pixels(min(a.y, b.y) - reach, max(a.y, b.y) + reach) {
      for column in columns {
        let (px, py) = (Double(column) + 0.5 - a.x, Double(row) + 0.5 - a.y)
        let along = max(0, min(1, (px * dx + py * dy) / lengthSquared))
        let (ex, ey) = (px - along * dx, py - along * dy)
        let distance = (ex * ex + ey * ey).squareRoot()
        let coverage = max(0, min(1, a.radius + along * (b.radius - a.radius) + 0.5 - distance))
        let value = coverage * (a.ink + along * (b.ink - a.ink))
        let index = row * size + column
        if value > ink[index] { ink[index] = value }
      }
    }
  }

  /// The pixels whose centers lie between two coordinates.
  private func pixels(_ low: Double, _ high: Double) -> Range<Int> {
    let first = max(0, Int((low - 0.5).rounded(.up)))
    return first..<max(first, min(size, Int((high - 0.5).rounded(.down)) + 1))
  }
}
