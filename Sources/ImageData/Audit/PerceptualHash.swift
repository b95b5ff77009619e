import Foundation

/// 64 bits that change little when an image is resized, compressed, brightened or given more contrast.
///
/// Bit k is set if the k-th coefficient of the two-dimensional discrete cosine transform of the 32 x 32 luminances is
/// positive: the 64 lowest frequencies without the mean, in the order of u + v, then of u. The signs of low frequencies
/// are the shape of the picture; brightness is the mean, which is left out, and contrast changes no sign.
///
/// - Source: the DCT hash of C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010),
///   3.2.1; there the 8 x 8 lowest frequencies are compared with their median.
struct PerceptualHash: Hashable, Sendable {
  let bits: UInt64

  init(bits: UInt64) {
    self.bits = bits
  }

  /// The number of bits in which two hashes differ, from 0 to 64.
  func distance(to other: PerceptualHash) -> Int {
    (bits ^ other.bits).nonzeroBitCount
  }

  private static let side = 32
  /// Frequencies u, v with u + v up to 10 are 66; the mean and the last of them are not used.
  private static let frequencies: [(u: Int, v: Int)] = Array(
    (1...10).flatMap { sum in (0...sum).map { (u: $0, v: sum - $0) } }.prefix(64))
  /// The frequencies of one direction, filled up to whole vectors.
  private static let width = 16
  /// cos((2x + 1) u π / 64) at x * width + u.
  private static let cosines: [Float] = (0..<side).flatMap { x in
    (0..<width).map { u in Float(cos(Double((2 * x + 1) * u) * .pi / Double(2 * side))) }
  }

  /// Computes the hash of 32 x 32 x 3 bytes.
  init(rgb: UnsafeBufferPointer<UInt8>) {
    precondition(
      rgb.count == 3 * PerceptualHash.side * PerceptualHash.side, "a hash is made of 32x32 RGB pixels")
    let (side, width) = (PerceptualHash.side, PerceptualHash.width)
    var rows = [Float](repeating: 0, count: side * width)
    rows.withUnsafeMutableBufferPointer { rows in
      PerceptualHash.cosines.withUnsafeBufferPointer { cosines in
        for y in 0..<side {
          for x in 0..<side {
            let pixel = 3 * (y * side + x)
            let value = Float(luminance(rgb[pixel], rgb[pixel + 1], rgb[pixel + 2]))
            for v in 0..<width { rows[y * width + v] += value * cosines[x * width + v] }
          }
        }
      }
    }
    var bits: UInt64 = 0
    for (bit, frequency) in PerceptualHash.frequencies.enumerated() {
      var sum: Float = 0
      for y in 0..<side {
        sum += rows[y * width + frequency.v] * PerceptualHash.cosines[y * width + frequency.u]
      }
      if sum > 0 { bits |= 1 << UInt64(bit) }
    }
    self.bits = bits
  }
}
