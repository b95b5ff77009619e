/// By how much images are zoomed at random, each axis by itself: uniform in `lower` ... `upper`.
///
/// A zoom of 1 changes nothing; of 2, the result shows twice as many rows or columns as the image has. A number z means
/// 1 − z ... 1 + z, as in Keras: `zoomRange: 0.2` is `ZoomRange(0.8, 1.2)`.
public struct ZoomRange: Hashable, Sendable {
  /// The least zoom.
  public let lower: Double
  /// The greatest zoom.
  public let upper: Double

  /// No zoom.
  public static let none = ZoomRange(1, 1)
  /// The greatest zoom that can be asked for.
  static let most = 1000.0

  /// Creates a range.
  ///
  /// - Precondition: 0 < `lower` ≤ `upper` ≤ 1000.
  public init(_ lower: Double, _ upper: Double) {
    precondition(
      Self.isValid(lower, upper),
      "A zoom range goes from above 0 up to \(Self.most), not from \(lower) to \(upper)")
    self.lower = lower
    self.upper = upper
  }

  /// True if no draw can zoom anything.
  public var isNone: Bool { lower == 1 && upper == 1 }

  /// The range as `ClosedRange`.
  var range: ClosedRange<Double> { lower...upper }

  private static func isValid(_ lower: Double, _ upper: Double) -> Bool {
    0 < lower && lower <= upper && upper <= most
  }
}

extension ZoomRange: ExpressibleByFloatLiteral {
  /// 1 − z ... 1 + z.
  public init(floatLiteral z: Double) {
    self.init(1 - z, 1 + z)
  }
}

extension ZoomRange: LosslessStringConvertible {
  /// Reads a command line's value: `0.2`, or `0.8,1.2`. `nil` for anything else.
  public init?(_ description: String) {
    let numbers = description.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    guard let first = numbers[0], let last = numbers[numbers.count - 1], numbers.count <= 2 else {
      return nil
    }
    let (lower, upper) = numbers.count == 1 ? (1 - first, 1 + first) : (first, last)
    guard Self.isValid(lower, upper) else { return nil }
    self.init(lower, upper)
  }

  /// What `init(_:)` reads.
  public var description: String { isNone ? "0" : "\(lower),\(upper)" }
}
