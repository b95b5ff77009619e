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
}
