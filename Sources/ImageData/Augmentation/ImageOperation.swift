/// One step of ``RandAugment``, drawn: what is done, and how much of it.
public struct ImageOperation: Hashable, Sendable {
  /// What is done.
  public enum Kind: UInt8, CaseIterable, Sendable {
    /// Nothing.
    case identity
    /// Rows slide along themselves, the more the farther they lie from the middle: x' = x + v (y − C).
    case shearX
    /// Columns slide along themselves: y' = y + v (x − C).
    case shearY
    /// The image moves v pixels to the left.
    case translateX
    /// The image moves v pixels up.
    case translateY
    /// The image turns by v degrees about its center.
    case rotate
    /// All values are multiplied by v.
    case brightness
    /// The distance of every pixel from its gray is multiplied by v.
    case color
    /// The distance of all values from the image's mean gray is multiplied by v.
    case contrast
    /// The distance of all values from those of a smoothed image is multiplied by v.
    case sharpness
    /// v binary digits of each value are kept.
    case posterize
    /// Values of at least v are inverted.
    case solarize
    /// Every channel is stretched to 0 ... 255.
    case autoContrast
    /// Every channel gets an even histogram.
    case equalize

    /// Whether pixels change places, and not values.
    var isGeometric: Bool {
      switch self {
      case .shearX, .shearY, .translateX, .translateY, .rotate: true
      default: false
      }
    }
  }

  /// What is done.
  public var kind: Kind
  /// How much: a slope, pixels, degrees, a factor, binary digits or a threshold; 0 where the kind says it all.
  public var value: Double

  /// Describes an operation.
  public init(_ kind: Kind, _ value: Double = 0) {
    (self.kind, self.value) = (kind, value)
  }
}

/// A few operations, one after the other; kept in place, so that drawing them allocates nothing.
public struct ImageOperations: Hashable, Sendable, ExpressibleByArrayLiteral {
  /// The most there can be.
  public static let most = 4

  /// How many there are.
  public private(set) var count = 0
  private var first = ImageOperation(.identity)
  private var second = ImageOperation(.identity)
  private var third = ImageOperation(.identity)
  private var fourth = ImageOperation(.identity)

  /// None.
  public init() {}

  /// Those of a list of at most ``most``.
  public init(arrayLiteral elements: ImageOperation...) {
    for element in elements { append(element) }
  }

  /// The operation at a position.
  public subscript(index: Int) -> ImageOperation {
    precondition((0..<count).contains(index), "There are \(count) operations, none at \(index)")
    return switch index {
    case 0: first
    case 1: second
    case 2: third
    default: fourth
    }
  }

  /// Adds one at the end.
  ///
  /// - Precondition: There is room: fewer than ``most``.
  public mutating func append(_ operation: ImageOperation) {
    precondition(count < Self.most, "At most \(Self.most) operations are applied to an image")
    switch count {
    case 0: first = operation
    case 1: second = operation
    case 2: third = operation
    default: fourth = operation
    }
    count += 1
  }

  /// Whether one of them changes places of pixels.
  var moves: Bool { contains(geometric: true) }

  /// Whether one of them changes values.
  var recolors: Bool { contains(geometric: false) }

  private func contains(geometric: Bool) -> Bool {
    for index in 0..<count {
      let kind = self[index].kind
      if kind != .identity, kind.isGeometric == geometric { return true }
    }
    return false
  }
}
