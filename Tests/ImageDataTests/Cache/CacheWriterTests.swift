import Foundation
import Testing

@testable import ImageData

@Suite struct CacheWriterTests {
  /// No file may be longer than 6,000 bytes, so that writing fails in the middle, as it does on a full disk; in a
  /// process of its own, since the limit holds for all that a process writes.
  @Test func `a write that fails is an error, or done without, and leaves nothing`() async {
    await #expect(processExitsWith: .success) {
      let folder = try CacheFolder()
      let plain = try folder.load(.ram)
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 6000, rlim_max: 6000)
      #if canImport(Glibc)
        try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      #else
        try #require(setrlimit(RLIMIT_FSIZE, &limit) == 0)
      #endif
      for threads in [1, 3] {
        let error = try #require(throws: ImageDataError.self) { try folder.load(threads: threads) }
        #expect(error.kind == .inputOutput && error.description.contains("it cannot be written: "))
        #expect(try folder.cacheFiles.isEmpty)
      }
      // Nobody asked for a file: the images are decoded anew then.
      let directory = try ImageDirectory(path: folder.data)
      let dataset = try ImageLoading(
        files: directory.files, size: plain.size, color: nil, interpolation: .bilinear,
        decoding: DecodingOptions(), cache: .automatic(directory: folder.cache), directory: folder.data,
        executor: ScrambledExecutor(threads: 2), progress: nil, freeMemory: { 1000 }
      ).load(classNames: directory.classNames)
      #expect(areEqual(dataset, plain))
      #expect(dataset.cacheNote?.contains("cache: off, since they would take 2.94 kB") == true)
      #expect(dataset.cacheNote?.contains("it cannot be written") == true)
      #expect(try folder.cacheFiles.isEmpty)
    }
  }

  @Test func `the file is for its user alone`() throws {
    let folder = try CacheFolder()
    _ = try folder.load(.disk(directory: folder.cache + "/new"))
    let attributes = try FileManager.default.attributesOfItem(atPath: folder.cache + "/new")
    #expect(attributes[.posixPermissions] as? NSNumber == 0o700)
  }
}
