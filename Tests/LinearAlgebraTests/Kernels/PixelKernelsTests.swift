import Kernels
import LinearAlgebra
import Testing

@Suite struct PixelKernelsTests {
  /// Numbers of pixels around every vector's width.
  private let counts = Array(0...40) + [63, 64, 65, 100]

  /// Bytes that differ from place to place, all of them among the first 256.
  private static func bytes(_ count: Int, _ seed: Int = 0) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: 167 * $0 + $0 / 256 + 31 * seed) }
  }

  /// One rounding a byte: the bits of Float(byte) · scale.
  @Test(arguments: [1, 1.0 / 255, 0.5, -3] as [Float])
  func everyByte(scale: Float) {
    let bytes = (0..<512).map { UInt8(truncatingIfNeeded: $0) }
    withEveryInstructionSet { set, kernels in
      for count in Array(0...70) + [255, 256, 511] {
        let floats = GuardedFloats(count)
        kernels.convert(count: count, bytes, scale: scale, floats.start)
        #expect(floats.holds(bytes[..<count].map { Float($0) * scale }), "\(set): \(count)")
      }
      let all = GuardedFloats(512)
      kernels.convert(count: 512, bytes, scale: scale, all.start)
      return all.values
    }
  }

  /// Every product and every sum is rounded by itself: the same bits with and without a fused multiply-add.
  @Test(arguments: [1, 3, 4], [(0.3, 0.7), (0, 0.25), (0.5, 0), (1 / 3.0, 1)] as [(Double, Double)])
  func interpolation(channels: Int, place: (Double, Double)) {
    let scale: Float = 1 / 255
    let weights = BilinearWeights(down: place.0, right: place.1, scale: scale)
    withEveryInstructionSet { set, kernels in
      counts.flatMap { count in
        let top = Self.bytes(count + channels)
        let bottom = Self.bytes(count + channels, 1)
        let floats = GuardedFloats(count)
        kernels.interpolate(
          count: count, channels: channels, top: top, bottom: bottom, weights: weights, floats.start)
        let expected = (0..<count).map { i in
          let above = Float(top[i]) * weights.topLeft + Float(top[i + channels]) * weights.topRight
          let below =
            Float(bottom[i]) * weights.bottomLeft + Float(bottom[i + channels]) * weights.bottomRight
          return above + below
        }
        #expect(floats.holds(expected), "\(set): \(count)")
        return floats.values
      }
    }
  }

  /// Pixels change their order, their channels do not; nothing is written behind the row.
  @Test(arguments: [1, 2, 3, 4, 5]) func reversal(channels: Int) {
    withEveryInstructionSet { set, kernels in
      counts.map { count in
        let bytes = Self.bytes(count * channels)
        var reversed = [UInt8](repeating: 0xAA, count: count * channels + 16)
        kernels.reverse(pixels: count, channels: channels, bytes, &reversed)
        let expected = (0..<count).reversed().flatMap { bytes[$0 * channels..<($0 + 1) * channels] }
        #expect(reversed == expected + [UInt8](repeating: 0xAA, count: 16), "\(set): \(count)")
        return Float(reversed.count)
      }
    }
  }
}
