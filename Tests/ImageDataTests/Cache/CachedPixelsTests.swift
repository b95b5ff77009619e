import Foundation
import Testing

@testable import ImageData

@Suite struct CachedPixelsTests {
  /// A file larger than half of the memory is fetched ahead; that changes nothing but time.
  @Test func `what memory may not hold is fetched ahead`() throws {
    let folder = try CacheFolder()
    _ = try folder.load()
    let small = try CachedPixels(folder.cacheFile, freeMemory: 1000)
    let large = try CachedPixels(folder.cacheFile, freeMemory: 1 << 40)
    #expect(small.preparesAhead && !large.preparesAhead)
    for file in 0..<14 {
      small.prepare(file)
      let pixels = small.withPixels(of: file) { Array(UnsafeBufferPointer(start: $0, count: 210)) }
      #expect(large.withPixels(of: file) { Array(UnsafeBufferPointer(start: $0, count: 210)) } == pixels)
    }
  }

  @Test func `the mapped file outlives its name`() throws {
    let folder = try CacheFolder()
    let expected = allPixels(try folder.load(.ram))
    let dataset = try folder.load()
    try FileManager.default.removeItem(atPath: folder.cache)
    #expect(allPixels(dataset) == expected)
  }

  @Test func `what is no file is refused`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: DecodingError.self) { try CachedPixels(folder.path) }
    #expect(throws: DecodingError.self) { try CachedPixels(folder.path + "/none") }
    let pipe = folder.path + "/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(throws: DecodingError.self) { try CachedPixels(pipe) }
  }
}
