import Testing

@testable import ImageData

@Suite struct CacheTableTests {
  private let table = CacheTable(
    size: ImageSize(height: 3, width: 5), color: .rgb, settings: "settings", directory: "/data/größer",
    sizeNote: nil,
    entries: [
      .init(
        identifier: .max, stamp: FileStamp(byteCount: 7, modified: -1), pixels: .checksum(0xFEDC_BA98)),
      .init(identifier: 0, stamp: .missing, pixels: .none(reason: "it cannot be opened")),
      .init(
        identifier: 1 << 40, stamp: FileStamp(byteCount: 1 << 40, modified: .max), pixels: .checksum(0)),
      .init(identifier: 9, stamp: FileStamp(byteCount: 0, modified: 0), pixels: .none(reason: "")),
    ])

  private func read(_ bytes: [UInt8], count: Int = 4) throws -> CacheTable {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(DecodingError) in
        try CacheTable(bytes, count: count, size: table.size, color: table.color)
      }
    }
    return try result.get()
  }

  @Test func `what is written is read`() throws {
    #expect(try read(table.bytes()) == table)
    var noted = table
    noted.sizeNote = "the images differ in size"
    #expect(try read(noted.bytes()) == noted)
    #expect(table.reasons == [1: "it cannot be opened", 3: ""])
  }

  @Test func `cut, longer or miscounted tables are refused`() throws {
    let bytes = table.bytes()
    for count in bytes.indices {
      #expect(throws: DecodingError.self) { try read(Array(bytes[..<count])) }
    }
    #expect(throws: DecodingError.self) { try read(bytes + [0]) }
    for count in [0, 3, 5, 1 << 40, .max] {
      #expect(throws: DecodingError.self) { try read(bytes, count: count) }
    }
  }
}
