import Testing

@testable import ImageData

@Suite struct DecoderIdentityTests {
  @Test func everyDecoderReadsItsImage() {
    let checksums = DecoderIdentity.checksums
    #expect(checksums.map(\.format) == ["jpeg", "webp"])
    #expect(checksums.allSatisfy { $0.checksum.count == 8 && $0.checksum != "none" })
    #expect(checksums[0].checksum != checksums[1].checksum)
    #expect(DecoderIdentity.checksums.map(\.checksum) == checksums.map(\.checksum))
  }
}
