import Foundation
import Testing

@testable import ImageData

@Suite struct FileStampTests {
  @Test func `size and time in nanoseconds`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([1, 2, 3], "file")
    var times = [timespec(tv_sec: 12, tv_nsec: 345_678_901), timespec(tv_sec: 12, tv_nsec: 345_678_901)]
    try #require(utimensat(AT_FDCWD, path, &times, 0) == 0)
    #expect(FileStamp(path: path) == FileStamp(byteCount: 3, modified: 12_345_678_901))
    #expect(FileStamp(path: path + "x") == .missing)
  }

  @Test func `a chunk notes the state of what it read`() throws {
    let folder = try TemporaryFolder()
    let paths = [try folder.write([1, 2, 3], "a"), folder.path + "/none", try folder.write([], "b")]
    let chunk = FileChunk()
    chunk.read(paths.map { ImageFile(path: $0, relativePath: $0, label: 0) }, from: 0)
    #expect(chunk.stamps == paths.map { FileStamp(path: $0) })
    #expect(chunk.stamps.map(\.byteCount) == [3, -1, 0])
  }

  /// A time far from ours is a number like any other.
  @Test func `no time overflows`() {
    var status = stat()
    #if canImport(Glibc)
      status.st_mtim.tv_sec = .max
      status.st_mtim.tv_nsec = 999_999_999
    #else
      status.st_mtimespec.tv_sec = .max
      status.st_mtimespec.tv_nsec = 999_999_999
    #endif
    #expect(FileStamp(status) == FileStamp(status))
  }
}
