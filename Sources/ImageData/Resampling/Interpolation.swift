/// The filter that resizes an image; names are Keras', results Pillow's.
///
/// All but `nearest` make an output pixel of the source pixels around its centre, in parts that a function of the
/// distance gives; when shrinking, the function is as much wider as the image gets smaller, so that nothing aliases.
public enum Interpolation: String, Sendable, Hashable, CaseIterable {
  /// Weights fall linearly with the distance: max(0, 1 − |x|).
  case bilinear
  /// The source pixel at ⌊(i + 1/2) n / m⌋.
  case nearest
  /// A cubic of distances up to 2, with a = −1/2: sharper, with overshoots.
  case bicubic
  /// sinc(x) sinc(x/3) of distances up to 3.
  case lanczos
  /// The mean of the pixels under an output pixel.
  case box
  /// sinc(x) (0.54 + 0.46 cos πx) of distances up to 1: as sharp as `bicubic` when shrinking, without overshoots.
  case hamming
}
