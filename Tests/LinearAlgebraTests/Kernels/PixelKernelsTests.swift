import Kernels
import LinearAlgebra
import Testing

@Suite struct PixelKernelsTests {
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
}
