import Testing

@testable import ImageData

@Suite struct CacheHeaderTests {
  private let table = CacheTable(
    size: ImageSize(height: 3, width: 5), color: .rgba, settings: "s", directory: "/d", sizeNote: nil,
    entries: (0..<7).map {
      .init(identifier: $0, stamp: FileStamp(byteCount: 1, modified: 2), pixels: .checksum(3))
    })

  private func read(_ bytes: [UInt8], fileLength: Int) throws -> CacheHeader {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(DecodingError) in try CacheHeader(bytes, fileLength: fileLength) }
    }
    return try result.get()
  }

  @Test func `the header is as its description says`() throws {
    let tableBytes = table.bytes()
    let header = CacheHeader(table, tableBytes: tableBytes)
    let bytes = header.bytes()
    #expect(bytes.count == CacheHeader.byteCount)
    #expect(Array(bytes[0..<12]) == Array("TPPIXELS".utf8) + [1, 0, 0, 0])
    #expect(Array(bytes[12..<32]) == [3, 0, 0, 0, 5, 0, 0, 0, 4, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0])
    #expect(header.tableStart == 4096 + 7 * 3 * 5 * 4)
    let fileLength = 4096 + 420 + tableBytes.count
    #expect(try read(bytes, fileLength: fileLength) == header)
    for other in [0, fileLength - 1, fileLength + 1, Int.max] {
      #expect(throws: DecodingError.self) { try read(bytes, fileLength: other) }
    }
    for place in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[place] ^= 1 << bit
        #expect(throws: DecodingError.self) { try read(damaged, fileLength: fileLength) }
      }
    }
  }

  /// Numbers that no file has, behind a checksum that is right.
  @Test(arguments: [(12, 0), (16, 0), (20, 2), (20, 0), (24, Int.max), (24, -1), (32, -1), (40, Int.max)])
  func `impossible numbers are refused`(place: Int, number: Int) throws {
    var bytes = CacheHeader(table, tableBytes: table.bytes()).bytes()
    let width = place < 24 ? 4 : 8
    for byte in 0..<width { bytes[place + byte] = UInt8(truncatingIfNeeded: number >> (8 * byte)) }
    var own = CacheBytes()
    own.append(bytes[..<60].withUnsafeBytes(checksum))
    bytes.replaceSubrange(60..<64, with: own.bytes)
    #expect(throws: DecodingError.self) { try read(bytes, fileLength: 4096 + 420 + table.bytes().count) }
  }

  /// CRC-32's check value.
  @Test func `checksums are those of zlib`() {
    #expect(Array("123456789".utf8).withUnsafeBytes(checksum) == 0xCBF4_3926)
    #expect([UInt8]().withUnsafeBytes(checksum) == 0)
  }
}
