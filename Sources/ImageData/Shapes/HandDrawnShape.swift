import Parallelism

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The classes of the built-in shapes, in the order of their labels.
public enum HandDrawnShape: Int, Sendable, CaseIterable {
  /// A closed round line.
  case circle
  /// Four sides and right angles, more or less.
  case rectangle
  /// Three sides.
  case triangle

  /// The class name: `circle`, `rectangle`, `triangle`.
  public var name: String { "\(self)" }

  /// Sample k is a circle, a rectangle or a triangle as k is 0, 1 or 2 modulo 3.
  init(sample: Int) {
    self = HandDrawnShape.allCases[sample % 3]
  }

  /// Draws one sample: dark ink on light paper, `size` x `size` gray bytes.
  ///
  /// A function of seed and sample number alone, so that any sample can be drawn without the others.
  static func draw(sample: Int, size: Int, seed: UInt64, into pixels: UnsafeMutablePointer<UInt8>) {
    var random = RandomNumbers(seed: seed, purpose: .shapes).sequence(of: UInt64(sample))
    var paper = Paper(size: size)
    paper.draw(HandDrawnShape(sample: sample).stroke(size: Double(size), &random))
    let white = random.nextUniform(in: 236...255)
    for i in 0..<size * size {
      let grain = random.nextUniform(in: -3...3)
      pixels[i] = UInt8(max(0, min(255, (white * (1 - paper.ink[i]) + grain).rounded())))
    }
  }

  /// The line of a pen that goes once around, at a random place, size and turn.
  private func stroke(size: Double, _ random: inout RandomSequence) -> Stroke {
    let outline = outline(&random)
    let pen = Pen(size: size, &random)
    let turn = random.nextUniform(in: -0.4...0.4)
    let (sine, cosine) = (sin(turn), cos(turn))
    let turned = outline.map { ($0.x * cosine - $0.y * sine, $0.x * sine + $0.y * cosine) }
    // The shape fills 70 to 96 percent of the room in its longer direction, and lies wholly inside of it.
    let (xs, ys) = (turned.map(\.0), turned.map(\.1))
    let (left, right) = (xs.min() ?? 0, xs.max() ?? 1)
    let (top, bottom) = (ys.min() ?? 0, ys.max() ?? 1)
    let room = size - 2 * (pen.radius + 0.5)
    let scale = random.nextUniform(in: 0.7...0.96) * room / max(right - left, bottom - top)
    let x = pen.radius + 0.5 + random.nextUniform(in: 0...1) * (room - scale * (right - left))
    let y = pen.radius + 0.5 + random.nextUniform(in: 0...1) * (room - scale * (bottom - top))
    var stroke = Stroke()
    for (index, point) in turned.enumerated() {
      let part = Double(index) / Double(turned.count)
      stroke.points.append(pen.point(x + scale * (point.0 - left), y + scale * (point.1 - top), at: part))
    }
    return stroke
  }

  /// The points of the outline about the origin, about 1 in radius, with a hand's faults: waves, an oval for a circle,
  /// corners out of place, sides that bend, and an end that misses the beginning.
  private func outline(_ random: inout RandomSequence) -> [(x: Double, y: Double)] {
    switch self {
    case .circle: HandDrawnShape.roundOutline(&random)
    case .rectangle:
      HandDrawnShape.corneredOutline(
        rectangle(aspect: random.nextUniform(in: 0.6...1)), jitter: 0.06, &random)
    case .triangle: HandDrawnShape.corneredOutline(HandDrawnShape.triangle(&random), jitter: 0.05, &random)
    }
  }

  private static func roundOutline(_ random: inout RandomSequence) -> [(x: Double, y: Double)] {
    let oval = random.nextUniform(in: 0.85...1)
    let waves = (2...4).map {
      (Double($0), random.nextUniform(in: 0...0.03), random.nextUniform(in: 0...2 * .pi))
    }
    let drift = random.nextUniform(in: -0.07...0.07)
    let end = 2 * .pi + random.nextUniform(in: -0.15...0.35)
    let count = 40
    return (0...count).map { index in
      let angle = end * Double(index) / Double(count)
      var radius = 1 + drift * (angle / (2 * .pi) - 0.5)
      for (frequency, height, phase) in waves { radius += height * sin(frequency * angle + phase) }
      return (radius * cos(angle), oval * radius * sin(angle))
    }
  }

  private func rectangle(aspect: Double) -> [(x: Double, y: Double)] {
    [(-1, -aspect), (1, -aspect), (1, aspect), (-1, aspect)]
  }

  /// Corners on a circle, the first at the top, 100 to 140 degrees apart as seen from the center.
  private static func triangle(_ random: inout RandomSequence) -> [(x: Double, y: Double)] {
    let first = random.nextUniform(in: 100...140)
    let second = random.nextUniform(in: max(100, 220 - first)...min(140, 260 - first))
    return [0, first, first + second].map { (degrees: Double) in
      let angle = degrees * .pi / 180
      return (x: sin(angle), y: -cos(angle))
    }
  }

  private static func corneredOutline(
    _ corners: [(x: Double, y: Double)], jitter: Double, _ random: inout RandomSequence
  ) -> [(x: Double, y: Double)] {
    func moved(_ corner: (x: Double, y: Double), by amount: Double) -> (x: Double, y: Double) {
      let dx = random.nextUniform(in: -amount...amount)
      return (corner.x + dx, corner.y + random.nextUniform(in: -amount...amount))
    }
    var path = corners.map { moved($0, by: jitter) }
    path.append(moved(path[0], by: 0.09))
    var points: [(x: Double, y: Double)] = []
    let count = 10
    for (a, b) in zip(path, path.dropFirst()) {
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let bow = random.nextUniform(in: -0.04...0.04)
      let wave = random.nextUniform(in: -0.02...0.02)
      for index in 0...count {
        let part = Double(index) / Double(count)
        let aside = bow * sin(.pi * part) + wave * sin(3 * .pi * part)
        points.append((a.x + part * dx - aside * dy, a.y + part * dy + aside * dx))
      }
    }
    return points
  }
}

/// What a line is drawn with: its width and darkness, and how both change along the line as the hand presses.
private struct Pen {
  let radius: Double
  private let ink: Double
  private let pressure: Double
  private let phase: Double

  init(size: Double, _ random: inout RandomSequence) {
    radius = max(0.55, size * random.nextUniform(in: 0.028...0.05))
    ink = random.nextUniform(in: 0.72...0.96)
    pressure = random.nextUniform(in: 0...0.22)
    phase = random.nextUniform(in: 0...2 * .pi)
  }

  /// A point of the line, `part` of the way along it.
  func point(_ x: Double, _ y: Double, at part: Double) -> Stroke.Point {
    let press = 1 - pressure * (0.5 + 0.5 * sin(2 * .pi * 1.5 * part + phase))
    return Stroke.Point(x: x, y: y, radius: radius * (0.7 + 0.3 * press), ink: ink * press)
  }
}
