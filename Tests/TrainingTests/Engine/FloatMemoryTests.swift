import Testing

@testable import Training

@Suite struct FloatMemoryTests {
  @Test(arguments: [0, 1, 1000, 1 << 20])
  func isZeroAndAligned(_ count: Int) {
    let memory = FloatMemory(count: count)
    #expect(memory.count == count)
    let isLarge = count * 4 >= 2 << 20
    #expect(UInt(bitPattern: memory.start) % (isLarge ? 2 << 20 : 4096) == 0)
    let floats = UnsafeBufferPointer(start: memory.start, count: count + 64)
    #expect(floats.first == 0)
    #expect(floats.last == 0)
    #expect(floats.withMemoryRebound(to: UInt32.self) { $0.max() == 0 })
  }
}
