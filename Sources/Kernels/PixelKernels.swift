/// The kernels between bytes and numbers: the inner loops of augmentation.
///
/// Sources and destinations never overlap. Every result has the same bits in every instruction set: products and sums
/// are rounded one by one.
public protocol PixelKernels {
  /// y[i] = scale · x[i], from bytes.
  static func convert(
    count: Int, _ bytes: UnsafePointer<UInt8>, scale: Float, _ floats: UnsafeMutablePointer<Float>)

  /// y[n − 1 − i, c] = scale · x[i, c], from bytes: a row of n pixels with left and right exchanged.
  static func convertReversed(
    pixels: Int, channels: Int, _ bytes: UnsafePointer<UInt8>, scale: Float,
    _ floats: UnsafeMutablePointer<Float>)

  /// y[i] = (w₀₀ x[i] + w₀₁ x[i + C]) + (w₁₀ x'[i] + w₁₁ x'[i + C]), from the bytes of a row x and the row x' below it.
  ///
  /// Reads C bytes more than `count` of each row.
  static func interpolate(
    count: Int, channels: Int, top: UnsafePointer<UInt8>, bottom: UnsafePointer<UInt8>,
    weights: BilinearWeights, _ floats: UnsafeMutablePointer<Float>)

  /// y[n − 1 − i, c] ↔ y[i, c]: exchanges left and right of a row of n pixels in place.
  static func reverse(pixels: Int, channels: Int, _ floats: UnsafeMutablePointer<Float>)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension PixelKernels {
  @inlinable @inline(__always)
  public static func convert(
    count: Int, _ bytes: UnsafePointer<UInt8>, scale: Float, _ floats: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<count { floats[i] = Float(bytes[i]) * scale }
  }

  @inlinable @inline(__always)
  public static func convertReversed(
    pixels: Int, channels: Int, _ bytes: UnsafePointer<UInt8>, scale: Float,
    _ floats: UnsafeMutablePointer<Float>
  ) {
    let last = bytes + channels &* (pixels &- 1)
    switch channels {
    case 1:
      for i in 0..<pixels { floats[i] = Float(last[0 &- i]) * scale }
    case 3:
      for i in 0..<pixels {
        let (pixel, place) = (last - 3 &* i, floats + 3 &* i)
        place[0] = Float(pixel[0]) * scale
        place[1] = Float(pixel[1]) * scale
        place[2] = Float(pixel[2]) * scale
      }
    default:
      for i in 0..<pixels {
        let (pixel, place) = (last - channels &* i, floats + channels &* i)
        for c in 0..<channels { place[c] = Float(pixel[c]) * scale }
      }
    }
  }

  @inlinable @inline(__always)
  public static func interpolate(
    count: Int, channels: Int, top: UnsafePointer<UInt8>, bottom: UnsafePointer<UInt8>,
    weights: BilinearWeights, _ floats: UnsafeMutablePointer<Float>
  ) {
    let (topRight, bottomRight) = (top + channels, bottom + channels)
    for i in 0..<count { floats[i] = weights.mean(top[i], topRight[i], bottom[i], bottomRight[i]) }
  }

  @inlinable @inline(__always)
  public static func reverse(pixels: Int, channels: Int, _ floats: UnsafeMutablePointer<Float>) {
    var left = floats
    var right = floats + channels &* (pixels &- 1)
    while left < right {
      for c in 0..<channels { (left[c], right[c]) = (right[c], left[c]) }
      left += channels
      right -= channels
    }
  }
}
