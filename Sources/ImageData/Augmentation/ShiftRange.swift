/// How far images are shifted at random along one axis.
///
/// A literal tells the two kinds apart as Keras does: `0.1` is a fraction of the size, `2` a number of pixels.
public enum ShiftRange: Hashable, Sendable {
  /// No shift.
  case none
  /// Uniform in (−f n, f n) for n pixels: any part of a pixel, computed bilinearly.
  case fraction(Double)
  /// One of the whole numbers −p ... p, each equally likely.
  ///
  /// Keras draws from −(p − 1) ... p − 1, so that its 1 never shifts; here 1 is up to one pixel, as it reads.
  case pixels(Int)

  /// True if no draw can shift anything.
  public var isNone: Bool {
    switch self {
    case .none, .fraction(0), .pixels(0): true
    default: false
    }
  }

  /// The shift for a random word: in pixels, for an axis of `size` pixels.
  func shift(_ word: UInt32, size: Int) -> Double {
    switch self {
    case .none: 0
    case .fraction(let fraction): (2 * (Double(word) * 0x1p-32) - 1) * fraction * Double(size)
    case .pixels(let pixels): Double(Int(word.multipliedFullWidth(by: UInt32(2 * pixels + 1)).high) - pixels)
    }
  }

  /// True for a range that means something: finite, not negative, not beyond all images.
  var isValid: Bool {
    switch self {
    case .none: true
    case .fraction(let fraction): fraction >= 0 && fraction.isFinite
    case .pixels(let pixels): pixels >= 0 && pixels < 1 << 20
    }
  }
}

extension ShiftRange: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
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
  /// Reads a command line's value: a fraction if it has a decimal point, else pixels. `nil` for anything else, and for
  /// what is negative or endless.
  public init?(_ description: String) {
    if let pixels = Int(description) {
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
    }
  }
}
