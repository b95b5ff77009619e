/// The filter that resizes an image.
public enum Interpolation: String, Sendable, Hashable, CaseIterable {
  /// Weights fall linearly with the distance; when shrinking, over all source pixels under an output pixel, so that
  /// nothing aliases. Pillow's `BILINEAR`, to the bit.
  case bilinear
  /// The source pixel at ⌊(i + 1/2) n / m⌋. Pillow's `NEAREST`.
  case nearest
}
