import Parallelism
import Testing

@testable import ImageData

@Suite struct ZipArchiveTests {
  @Test func storedMembersAreRead() throws {
    let bytes = NPZFile.bytes([("a", [1, 2, 3]), ("b", [])])
    let archive = try ZipArchive(bytes)
    #expect(archive.names == ["a.npy", "b.npy"])
    #expect(try archive.contents(of: "a.npy").map { Array($0) } == [1, 2, 3])
    #expect(try archive.contents(of: "b.npy")?.isEmpty == true)
    #expect(try archive.contents(of: "c.npy") == nil)
    // A comment may follow.
    var commented = bytes
    commented[commented.count - 2] = 4
    #expect(try ZipArchive(commented + [9, 9, 9, 9]).names.count == 2)
  }

  @Test func deflatedDataIsInflatedToItsLengthAndNoFurther() throws {
    let bytes = (0..<5_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    let packed = try deflated(bytes, windowBits: -15)[...]
    #expect(try inflated(packed, count: 5_000) == bytes)
    for count in [0, 4_999, 5_001, 1 << 40] {
      #expect(throws: DecodingError.self) { try inflated(packed, count: count) }
    }
    #expect(throws: DecodingError.self) { try inflated(packed.dropLast(9), count: 5_000) }
    #expect(throws: DecodingError.self) { try inflated([], count: 10) }
  }

  @Test func damagedMembersAreRefused() throws {
    let bytes = NPZFile.bytes([("a", Array(1...100))])
    var wrong = bytes
    wrong[60] ^= 1
    #expect(throws: DecodingError.self) { try ZipArchive(wrong).contents(of: "a.npy") }
    for count in 0..<bytes.count {
      #expect(throws: DecodingError.self) {
        _ = try ZipArchive(Array(bytes.prefix(count))).contents(of: "a.npy")
      }
    }
  }
}
