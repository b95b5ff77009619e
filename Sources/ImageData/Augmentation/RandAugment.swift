/// N operations of 14 kinds for each image, each kind equally likely, all of one strength.
///
/// With m = magnitude / 30: slopes ± 0.3 m, translations ± 150/331 m of the size, angles ± 30 m degrees, factors 1 ± 0.9 m,
/// 8 − ⟨4 m⟩ binary digits, a threshold of 255 (1 − m). Signs are drawn. Operations that move pixels are joined with the
/// geometry of the generator, so that an image is still resampled once; then come the others, in the order drawn.
///
/// - Source: Cubuk, Zoph, Shlens, Le, "RandAugment: Practical automated data augmentation with a reduced search space",
///   2020; the strengths are those of torchvision's `RandAugment`, whose defaults are 2 operations of magnitude 9.
public struct RandAugment: Hashable, Sendable {
  /// The greatest magnitude.
  public static let greatestMagnitude = 30.0

  /// The number of kinds; counted once, since the list is made anew each time.
  private static let kinds = UInt64(ImageOperation.Kind.allCases.count)

  /// N, the operations for each image.
  public let operations: Int
  /// How strong they are, from 0 to ``greatestMagnitude``.
  public let magnitude: Double

  /// Describes an augmentation.
  ///
  /// - Precondition: 1 to ``ImageOperations/most`` operations of a magnitude from 0 to 30.
  public init(operations: Int = 2, magnitude: Double = 9) {
    precondition(
      (1...ImageOperations.most).contains(operations),
      "There are 1 to \(ImageOperations.most) operations, not \(operations)")
    precondition(
      (0...Self.greatestMagnitude).contains(magnitude),
      "A magnitude is from 0 to \(Self.greatestMagnitude), not \(magnitude)")
    self.operations = operations
    self.magnitude = magnitude
  }

  /// Draws the operations of one image.
  ///
  /// - Parameters:
  ///   - size: The image's size.
  ///   - words: Two random words for an operation: its kind, its sign.
  func draw(size: ImageSize, words: (Int) -> (UInt32, UInt32)) -> ImageOperations {
    var result = ImageOperations()
    for index in 0..<operations {
      let (choice, sign) = words(index)
      let kind = ImageOperation.Kind(rawValue: UInt8((UInt64(choice) * Self.kinds) >> 32)) ?? .identity
      result.append(operation(kind, isNegative: sign < 1 << 31, size: size))
    }
    return result
  }

  /// An operation of a kind, as strong as this augmentation has it.
  func operation(_ kind: ImageOperation.Kind, isNegative: Bool, size: ImageSize) -> ImageOperation {
    let m = magnitude / Self.greatestMagnitude
    let signed = isNegative ? -m : m
    let value: Double =
      switch kind {
      case .identity, .autoContrast, .equalize: 0
      case .shearX, .shearY: 0.3 * signed
      case .translateX: 150.0 / 331 * signed * Double(size.width)
      case .translateY: 150.0 / 331 * signed * Double(size.height)
      case .rotate: 30 * signed
      case .brightness, .color, .contrast, .sharpness: 1 + 0.9 * signed
      case .posterize: 8 - (4 * m).rounded()
      case .solarize: 255 * (1 - m)
      }
    return ImageOperation(kind, value)
  }
}
