import Testing

@testable import ImageData

@Suite struct GzipTests {
  private func unpacked(_ bytes: [UInt8], limit: Int = 1 << 30) throws -> [UInt8] {
    try bytes.withUnsafeBytes { try decompressedGzip($0, limit: limit) }
  }

  @Test(arguments: [0, 1, 1_000, 600_000]) func givesBackWhatWasPacked(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 5) }
    let packed = try gzip(bytes)
    #expect(packed.withUnsafeBytes { isGzip($0) })
    #expect(try unpacked(packed) == bytes)
    #expect(try unpacked(packed + gzip([1, 2, 3])) == bytes + [1, 2, 3])
  }

  @Test func whatIsCutDamagedOrTooLargeIsRefused() throws {
    let packed = try gzip((0..<2_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    for count in 1..<packed.count {
      let error = try #require(throws: DecodingError.self) { try unpacked(Array(packed.prefix(count))) }
      #expect(error.reason.contains("cut short"), "\(count) bytes: \(error.reason)")
    }
    var damaged = packed
    damaged[packed.count - 6] ^= 1  // the checksum
    #expect(try #require(throws: DecodingError.self) { try unpacked(damaged) }.reason.contains("damaged"))
    #expect(throws: DecodingError.self) { try unpacked(packed + [0]) }
    #expect(try unpacked(packed, limit: 2_000).count == 2_000)
    let error = try #require(throws: DecodingError.self) { try unpacked(packed, limit: 1_999) }
    #expect(error.reason.contains("1999"))
  }
}
