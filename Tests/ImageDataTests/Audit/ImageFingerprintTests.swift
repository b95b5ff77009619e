import Testing

@testable import ImageData

@Suite struct ImageFingerprintTests {
  private func isBlank(_ change: (inout [UInt8]) -> Void) -> Bool {
    var rgb = [UInt8](repeating: 100, count: 3072)
    change(&rgb)
    return rgb.withUnsafeBufferPointer { ImageFingerprint(rgb: $0).isBlank }
  }

  @Test func anImageIsBlankUpToARangeOfEightLevels() {
    #expect(isBlank { _ in })
    #expect(isBlank { $0[1] = 108 })
    #expect(!isBlank { $0[1] = 109 })
    #expect(!isBlank { $0[3071] = 91 })
    // A color is not a picture: the range counts within each channel.
    #expect(isBlank { rgb in for i in stride(from: 0, to: 3072, by: 3) { rgb[i] = 255 } })
  }
}
