import Testing

@testable import Files

@Suite struct CRC32CTests {
  /// The examples of RFC 3720, appendix B.4, and the check value of the catalogues of CRCs.
  @Test func `the published examples`() {
    #expect(crc32c([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(crc32c([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(crc32c(0..<32) == 0x46DD_794E)
    #expect(crc32c((0..<32).reversed()) == 0x113F_DB5C)
    var read = [UInt8](repeating: 0, count: 48)
    for (place, byte) in [
      (0, 0x01), (1, 0xC0), (16, 0x14), (22, 0x04), (27, 0x14), (31, 0x18), (32, 0x28), (40, 0x02),
    ] {
      read[place] = UInt8(byte)
    }
    #expect(crc32c(read) == 0xD996_3A56)
    #expect(crc32c("123456789".utf8) == 0xE306_9283)
    #expect(crc32c([UInt8]()) == 0)
  }

  @Test func `every bit counts`() {
    let bytes = [UInt8](0..<40)
    let sums = (0..<320).map { bit in
      var changed = bytes
      changed[bit / 8] ^= 1 << UInt8(bit % 8)
      return crc32c(changed)
    }
    #expect(Set(sums + [crc32c(bytes)]).count == 321)
  }
}
