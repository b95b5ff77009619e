import Foundation

/// The part that a source pixel has in an output pixel, as a function of their distance.
///
/// - Source: Pillow, `src/libImaging/Resample.c`.
struct ResamplingFilter {
  /// The distance up to which pixels count.
  let support: Double
  /// The part, before all parts are brought to a sum of 1.
  let weight: (_ distance: Double) -> Double

  /// The filter of an interpolation; nil for `nearest`, which mixes nothing.
  init?(_ interpolation: Interpolation) {
    switch interpolation {
    case .nearest: return nil
    case .box: self.init(support: 0.5) { $0 > -0.5 && $0 <= 0.5 ? 1 : 0 }
    case .bilinear: self.init(support: 1) { max(0, 1 - abs($0)) }
    case .hamming: self.init(support: 1, weight: Self.hamming)
    case .bicubic: self.init(support: 2, weight: Self.bicubic)
    case .lanczos: self.init(support: 3) { $0 >= -3 && $0 < 3 ? Self.sinc($0) * Self.sinc($0 / 3) : 0 }
    }
  }

  private init(support: Double, weight: @escaping (Double) -> Double) {
    self.support = support
    self.weight = weight
  }

  /// sin(πx) / πx
  private static func sinc(_ x: Double) -> Double {
    x == 0 ? 1 : sin(.pi * x) / (.pi * x)
  }

  private static func hamming(_ x: Double) -> Double {
    abs(x) >= 1 ? 0 : sinc(x) * (0.54 + 0.46 * cos(.pi * x))
  }

  /// R. Keys, "Cubic Convolution Interpolation for Digital Image Processing", IEEE TASSP 29 (1981), with a = −1/2.
  private static func bicubic(_ x: Double) -> Double {
    let (x, a) = (abs(x), -0.5)
    if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
    return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
  }
}
