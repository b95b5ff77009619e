import Foundation
import Parallelism
import Synchronization
import Testing

@testable import ImageData

/// A cache file is taken if a pass over the files would make the same, and made anew otherwise.
@Suite struct CacheSelectionTests {
  private typealias Change = (name: String, reason: String, change: @Sendable (CacheFolder) throws -> Void)

  /// What is done to the data, and why the cache file is made anew then.
  private static let changes: [Change] = [
    (
      "other pixels, same size and older", "1 file has changed",
      { folder in
        try folder.write(png(height: 8, width: 9, channels: 3, salt: 0), "a/2.png")
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: folder.data + "/a/2.png")
      }
    ),
    (
      "another size", "1 file has changed",
      { folder in
        try folder.write(png(height: 20, width: 20, channels: 3, salt: 7), "a/3.png")
      }
    ),
    (
      "a new file", "files have come or gone",
      { folder in
        try folder.write(png(height: 8, width: 9, channels: 3, salt: 9), "b/new.png")
      }
    ),
    (
      "a file less", "files have come or gone",
      { folder in
        try FileManager.default.removeItem(atPath: folder.data + "/b/3.jpg")
      }
    ),
    (
      "another name", "files have come or gone",
      { folder in
        try FileManager.default.moveItem(atPath: folder.data + "/b/3.jpg", toPath: folder.data + "/b/33.jpg")
      }
    ),
    (
      "a bad file repaired", "1 file has changed",
      { folder in
        try folder.write(png(height: 9, width: 9), "b/cut.png")
      }
    ),
    (
      "two files", "2 files have changed",
      { folder in
        try folder.write([1], "a/0.png")
        try folder.write([2], "a/1.png")
      }
    ),
  ]

  @Test(arguments: changes.indices) func `changed data make it anew`(index: Int) throws {
    let (name, reason, change) = Self.changes[index]
    let folder = try CacheFolder()
    let before = try folder.load()
    let pixels = allPixels(before)
    try change(folder)
    let after = try folder.load(threads: 3)
    #expect(areEqual(after, try folder.load(.ram)), "\(name)")
    #expect(after.cacheNote?.hasSuffix(" anew: \(reason)") == true, "\(after.cacheNote ?? "")")
    #expect(try folder.load().cacheNote?.contains(" from ") == true)
    #expect(try folder.cacheFiles.count == 1)
    // Who has the old file open goes on with it.
    #expect(allPixels(before) == pixels)
  }

  /// One byte anywhere, or a part of the file missing, or something else in its place.
  @Test func `damaged files are made anew`() throws {
    let folder = try CacheFolder()
    let plain = try folder.load(.ram)
    _ = try folder.load()
    let path = try folder.cacheFile
    let whole = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let table = CacheHeader.pixelStart + 14 * 210
    var damages: [(name: String, bytes: [UInt8])] = [
      ("empty", []), ("text", Array("hello".utf8)), ("header alone", Array(whole.prefix(64))),
      ("one byte less", Array(whole.dropLast())), ("one byte more", whole + [0]),
      ("zeros", [UInt8](repeating: 0, count: whole.count)),
    ]
    // The last image but one: the last cannot be used and has no pixels.
    let pixels = [CacheHeader.pixelStart, CacheHeader.pixelStart + 13 * 210 - 1]
    let places = Array(0..<64) + pixels + [table, table + 5, whole.count - 1]
    for place in places {
      var bytes = whole
      bytes[place] ^= 0x10
      damages.append(("byte \(place)", bytes))
    }
    for (name, bytes) in damages {
      try Data(bytes).write(to: URL(filePath: path))
      let dataset = try folder.load(threads: 2)
      #expect(dataset.cacheNote?.contains(" anew: ") == true, "\(name)")
      #expect(areEqual(dataset, plain), "\(name)")
    }
    #expect([UInt8](try Data(contentsOf: URL(filePath: path))) == whole)
    #expect(try folder.cacheFiles.count == 1)
  }

  /// Whether a file may be read is no part of what its stamp tells; root may read everything.
  @Test(.enabled(if: getuid() != 0)) func `a file that can be used now is used`() throws {
    let folder = try CacheFolder()
    let path = folder.data + "/a/0.png"
    try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: path)
    #expect(try folder.load().badImages.count == 3)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let dataset = try folder.load()
    #expect(dataset.badImages.count == 2)
    #expect(dataset.cacheNote?.hasSuffix("anew: another set of files can be used") == true)
  }

  @Test func `several at once all succeed, and one file is left`() throws {
    let folder = try CacheFolder()
    let plain = try folder.load(.ram)
    let results = Mutex<[Bool]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      do {
        let dataset = try folder.load()
        results.withLock { $0.append(areEqual(dataset, plain)) }
      } catch {
        Issue.record(error)
      }
    }
    #expect(results.withLock { $0 } == Array(repeating: true, count: 8))
    #expect(try folder.cacheFiles.count == 1)
    #expect(try folder.load().cacheNote?.contains(" from ") == true)
  }

  @Test func `what a killed run left is removed by the next that writes`() throws {
    let folder = try CacheFolder()
    _ = try folder.load()
    let name = try #require(folder.cacheFiles.first)
    let leftover = folder.cache + "/.\(name.prefix(48)).4711.99.partial"
    try Data("half a file".utf8).write(to: URL(filePath: leftover))
    _ = try folder.load()
    #expect(try folder.cacheFiles.count == 2)
    try folder.write([1], "a/0.png")
    _ = try folder.load()
    #expect(try folder.cacheFiles == [name])
  }

  /// Root may write everywhere.
  @Test(.enabled(if: getuid() != 0)) func `a folder for reading only gives what it has`() throws {
    let folder = try CacheFolder()
    _ = try folder.load()
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder.cache)
    defer { try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.cache) }
    #expect(try folder.load().cacheNote?.contains(" from ") == true)
    try folder.write([1], "a/0.png")
    let error = try #require(throws: ImageDataError.self) { try folder.load() }
    #expect(error.kind == .cannotCreate && error.description.contains("Permission denied"))
  }

  /// More images than there is memory for, at a size that only the first one is known to have: a pass tries it before
  /// anything is refused.
  @Test func `the size of the first image need not fit`() throws {
    let file = ImageFile(path: "/none", relativePath: "none", label: 0)
    let count = Int(ProcessInfo.processInfo.physicalMemory >> 24) + 1
    func selection(_ cache: ImageCache) -> CacheSelection {
      CacheSelection(
        cache, files: Array(repeating: file, count: count),
        key: { preconditionFailure("no file is asked for") }, freeMemory: { .max },
        executor: SerialExecutor())
    }
    func format(_ side: Int) -> PixelFormat {
      PixelFormat(
        size: ImageSize(side), color: .grayscale, interpolation: .bilinear, decoding: DecodingOptions())
    }
    let ram = selection(.ram)
    #expect(throws: ImageDataError.self) { try ram.choose(format(4096), isCertain: true) }
    guard case .fill(let sink) = try ram.choose(format(4096), isCertain: false) else {
      Issue.record("There is no cache file")
      return
    }
    #expect(ram.isTrial && sink is DecodedOnDemand)
    _ = try ram.choose(format(16), isCertain: true)
    #expect(!ram.isTrial)
    let off = selection(.off)
    _ = try off.choose(format(4096), isCertain: true)
    #expect(!off.isTrial)
    // One image alone is too large.
    #expect(throws: ImageDataError.self) { try off.choose(format(1 << 24), isCertain: false) }
  }
}
