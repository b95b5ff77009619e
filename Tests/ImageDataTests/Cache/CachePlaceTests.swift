import Testing

@testable import ImageData

@Suite struct CachePlaceTests {
  private let gigabyte: UInt64 = 1_000_000_000

  @Test func `half of the free memory is taken without a word`() {
    let place = CachePlace(choosingFor: 4 * gigabyte, memory: 8_000_000_000) {
      Issue.record("the disk need not be looked at")
      return .none
    }
    #expect(place == CachePlace(kind: .ram))
  }

  @Test func `more goes to disk if a gibibyte stays free there, else nowhere`() {
    let why = "they would take 4.00 GB of the 7.99 GB of memory that are free"
    func place(_ room: CachePlace.Room) -> CachePlace {
      CachePlace(choosingFor: 4 * gigabyte, memory: 7_990_000_000) { room }
    }
    #expect(place(.free(4 * gigabyte + (1 << 30))) == CachePlace(kind: .disk, reason: why))
    #expect(
      place(.free(5 * gigabyte))
        == CachePlace(kind: .off, reason: why + ", and the folder for caches has 5.00 GB left"))
    #expect(place(.free(0)).kind == .off)
    #expect(place(.unusable("it is gone")) == CachePlace(kind: .off, reason: why + ", and it is gone"))
    #expect(place(.none) == CachePlace(kind: .off, reason: why))
  }

  @Test func `numbers at the end of the range do not overflow`() {
    #expect(CachePlace(choosingFor: .max, memory: 0) { .free(.max) }.kind == .off)
    #expect(CachePlace(choosingFor: .max, memory: .max) { .free(0) }.kind == .off)
    #expect(CachePlace(choosingFor: 0, memory: 0) { .none }.kind == .ram)
  }

  @Test(arguments: [
    (0, "0 bytes"), (999, "999 bytes"), (1000, "1.00 kB"), (12_345, "12.3 kB"), (184_320_000, "184 MB"),
    (999_499, "999 kB"), (999_500, "1.00 MB"), (18_000_000_000, "18.0 GB"), (UInt64.max, "18446744 TB"),
  ]) func `bytes are told in three digits`(bytes: UInt64, text: String) {
    #expect(byteText(bytes) == text)
  }

  @Test(arguments: [(1, "1 image"), (0, "0 images"), (999, "999 images"), (1_234_567, "1,234,567 images")])
  func `counts have commas`(count: Int, text: String) {
    #expect(countText(count, "image") == text)
  }

  @Test func `room is that of the nearest folder`() throws {
    let folder = try TemporaryFolder()
    #expect(try #require(freeBytes(at: folder.path)) > 0)
    #expect(freeBytes(at: folder.path + "/not/there/yet") != nil)
  }
}
