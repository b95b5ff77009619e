// Loops over one row of pixels: the inner loops of augmentation. `count` is in pixels, or in bytes where there is no
// channel; sources and destinations never overlap.

/// out[i] = in[i] * scale for `count` bytes.
@inline(__always)
func scaleRow(
  _ input: UnsafePointer<UInt8>, count: Int, scale: Float, into output: UnsafeMutablePointer<Float>
) {
  for i in 0..<count { output[i] = Float(input[i]) * scale }
}

/// out[count − 1 − i] = in[i] * scale for `count` pixels: left and right exchanged, channels kept in order.
func scaleReversedRow(
  _ input: UnsafePointer<UInt8>, count: Int, channels: Int, scale: Float,
  into output: UnsafeMutablePointer<Float>
) {
  if channels == 1 {
    let last = input + (count - 1)
    for i in 0..<count { output[i] = Float(last[-i]) * scale }
  } else if channels == 3 {
    var pixel = input + 3 * (count - 1)
    for i in 0..<count {
      output[3 &* i] = Float(pixel[0]) * scale
      output[3 &* i &+ 1] = Float(pixel[1]) * scale
      output[3 &* i &+ 2] = Float(pixel[2]) * scale
      pixel -= 3
    }
  } else {
    for i in 0..<count {
      for c in 0..<channels {
        output[channels * i + c] = Float(input[channels * (count - 1 - i) + c]) * scale
      }
    }
  }
}

/// The parts of the four neighbours in a bilinear mean, the factor to floats included.
struct BilinearWeights {
  let topLeft: Float
  let topRight: Float
  let bottomLeft: Float
  let bottomRight: Float

  /// - Parameters:
  ///   - down: How far the point lies below the upper row, 0 to 1.
  ///   - right: How far it lies right of the left column, 0 to 1.
  init(down: Double, right: Double, scale: Float) {
    topLeft = Float((1 - down) * (1 - right)) * scale
    topRight = Float((1 - down) * right) * scale
    bottomLeft = Float(down * (1 - right)) * scale
    bottomRight = Float(down * right) * scale
  }

  /// The weighted mean of one value and its neighbours.
  @inline(__always)
  func mean(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> Float {
    (Float(a) * topLeft + Float(b) * topRight) + (Float(c) * bottomLeft + Float(d) * bottomRight)
  }
}

/// The bilinear mean of two rows and of neighbouring pixels, for `count` bytes; reads `channels` bytes beyond.
@inline(__always)
func interpolateRow(
  _ top: UnsafePointer<UInt8>, _ bottom: UnsafePointer<UInt8>, count: Int, channels: Int,
  weights: BilinearWeights, into output: UnsafeMutablePointer<Float>
) {
  let (topRight, bottomRight) = (top + channels, bottom + channels)
  for i in 0..<count { output[i] = weights.mean(top[i], topRight[i], bottom[i], bottomRight[i]) }
}

/// out[i] = value for `count` floats.
@inline(__always)
func fillRow(_ value: Float, count: Int, into output: UnsafeMutablePointer<Float>) {
  for i in 0..<count { output[i] = value }
}

/// Exchanges left and right of a finished row.
func reverseRow(_ row: UnsafeMutablePointer<Float>, count: Int, channels: Int) {
  var left = row
  var right = row + channels * (count - 1)
  while left < right {
    for c in 0..<channels { (left[c], right[c]) = (right[c], left[c]) }
    left += channels
    right -= channels
  }
}
