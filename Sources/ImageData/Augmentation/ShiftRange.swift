/// How far images are shifted at random along one axis.
///
/// A literal tells the kinds apart as Keras does: `0.1` is a fraction of the size, `2` a number of pixels, `[-2, 0, 2]`
/// the pixels to choose from.
public enum ShiftRange: Hashable, Sendable {
  /// No shift.
  case none
  /// Uniform in (−f n, f n) for n pixels: any part of a pixel, computed bilinearly.
  case fraction(Double)
  /// One of the whole numbers −p ... p, each equally likely.
  ///
  /// Keras draws from −(p − 1) ... p − 1, so that its 1 never shifts; here 1 is up to one pixel, as it reads.
  case pixels(Int)
  /// One of some numbers of pixels, each equally likely: above 0 the image moves up or to the left.
  ///
  /// Keras gives each a random sign, and takes all for fractions if none is 1 or more; here they are what they say.
  case oneOf([Double])

  /// True if no draw can shift anything.
  public var isNone: Bool {
    switch self {
    case .none, .fraction(0), .pixels(0): true
    case .oneOf(let shifts): Self.areZero(shifts)
    default: false
    }
  }

  /// Whether all shifts are 0: a loop, since it is asked for each image, and `allSatisfy` allocates in a debug build.
  private static func areZero(_ shifts: [Double]) -> Bool {
    for index in shifts.indices where shifts[index] != 0 { return false }
    return true
  }

  /// The shift for a random word: in pixels, for an axis of `size` pixels.
  func shift(_ word: UInt32, size: Int) -> Double {
    switch self {
    case .none: 0
    case .fraction(let fraction): (2 * (Double(word) * 0x1p-32) - 1) * fraction * Double(size)
    case .pixels(let pixels): Double(Int(word.multipliedFullWidth(by: UInt32(2 * pixels + 1)).high) - pixels)
    case .oneOf(let shifts): shifts[Int(word.multipliedFullWidth(by: UInt32(shifts.count)).high)]
    }
  }

  /// True for a range that means something: finite, not negative, not beyond all images; the shifts to choose from may be
  /// negative.
  var isValid: Bool {
    switch self {
    case .none: true
    case .fraction(let fraction): fraction >= 0 && fraction <= 1000
    case .pixels(let pixels): pixels >= 0 && pixels < 1 << 20
    case .oneOf(let shifts):
      !shifts.isEmpty && shifts.count < 1 << 20 && shifts.allSatisfy { abs($0) < 0x1p20 }
    }
  }
}

extension ShiftRange: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// The numbers of pixels to choose from.
  public init(arrayLiteral shifts: Double...) {
    self = .oneOf(shifts)
  }

  /// A fraction of the size.
  public init(floatLiteral value: Double) {
    self = .fraction(value)
  }

  /// A number of pixels.
  public init(integerLiteral value: Int) {
    self = .pixels(value)
  }
}

extension ShiftRange: LosslessStringConvertible {
  /// Reads a command line's value: pixels to choose from if it has a comma, a fraction if it has a decimal point, else
  /// pixels. `nil` for anything else, and for a range that is negative or endless.
  public init?(_ description: String) {
    let parts = description.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    if parts.count > 1 {
      guard parts.allSatisfy({ $0 != nil }) else { return nil }
      self = .oneOf(parts.compactMap { $0 })
    } else if let pixels = Int(description) {
      self = pixels == 0 ? .none : .pixels(pixels)
    } else if let fraction = Double(description) {
      self = .fraction(fraction)
    } else {
      return nil
    }
    guard isValid else { return nil }
  }

  /// What `init(_:)` reads.
  public var description: String {
    switch self {
    case .none: "0"
    case .fraction(let fraction): "\(fraction)"
    case .pixels(let pixels): "\(pixels)"
    case .oneOf(let shifts): shifts.map { "\($0)" }.joined(separator: ",")
    }
  }
}
