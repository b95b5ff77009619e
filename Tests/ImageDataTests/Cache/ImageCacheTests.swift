import Foundation
import Testing

@testable import ImageData

/// The images are the same wherever they are kept.
@Suite struct ImageCacheTests {
  @Test(arguments: [1, 3]) func `ram, disk and off give the same images`(threads: Int) throws {
    let folder = try CacheFolder()
    for size in [ImageSize(height: 10, width: 7), nil] {
      let plain = try folder.load(.ram, size: size)
      #expect(plain.count == 12 && plain.badImages.count == 2)
      #expect((plain.sizeNote == nil) == (size != nil))
      let written = try folder.load(.disk(directory: folder.cache), size: size, threads: threads)
      let found = try folder.load(.disk(directory: folder.cache), size: size, threads: threads)
      let off = try folder.load(.off, size: size, threads: threads)
      #expect(areEqual(written, plain) && areEqual(found, plain) && areEqual(off, plain))
      #expect(plain.cacheNote == nil && off.cacheNote == nil)
      #expect(written.cacheNote?.contains("into \(folder.cache)/data-") == true)
      #expect(found.cacheNote?.contains("from \(folder.cache)/data-") == true)
      try off.requireReadable()
    }
    #expect(try folder.cacheFiles.count == 2)
  }

  @Test(arguments: [1, 3]) func `batches are the same`(threads: Int) throws {
    let folder = try CacheFolder()
    let generator = ImageDataGenerator(
      geometry: .init(widthShiftRange: .fraction(0.2), horizontalFlip: true),
      mixing: SampleMixing(.mixup, alpha: 0.4))
    func batches(_ cache: ImageCache) throws -> [ImageBatch] {
      let flow = generator.flow(try folder.load(cache, threads: threads), batchSize: 5, seed: 3)
      return (0..<2).flatMap { Array(flow.epoch($0)) }
    }
    let expected = try batches(.ram)
    for cache in [ImageCache.off, .disk(directory: folder.cache), .disk(directory: folder.cache)] {
      let found = try batches(cache)
      #expect(found.map(\.images) == expected.map(\.images))
      #expect(found.map(\.targets) == expected.map(\.targets))
    }
  }

  /// Options that decide about pixels each have a file of their own; the folder of another spelling has not.
  @Test func `settings have files of their own`() throws {
    let folder = try CacheFolder()
    let disk = ImageCache.disk(directory: folder.cache)
    func variants(_ cache: ImageCache) throws -> [ImageDataset] {
      [
        try folder.load(cache), try folder.load(cache, size: ImageSize(5)),
        try folder.load(cache, color: .grayscale), try folder.load(cache, interpolation: .lanczos),
        try folder.load(cache, decoding: DecodingOptions(appliesOrientation: false)),
        try folder.load(
          cache, decoding: DecodingOptions(background: BackgroundColor(red: 0, green: 0, blue: 0))),
      ]
    }
    let expected = try variants(.ram)
    for _ in 0..<2 {
      #expect(zip(try variants(disk), expected).allSatisfy(areEqual))
      #expect(try folder.cacheFiles.count == expected.count)
    }
    _ = try folder.load(.disk(directory: folder.cache + "/../cache/"))
    #expect(try folder.cacheFiles.count == expected.count)
  }

  @Test func `without a choice, images that fit are kept in memory`() throws {
    let folder = try CacheFolder()
    let dataset = try folder.load(.automatic(directory: folder.cache))
    #expect(dataset.cacheNote == nil)
    #expect(try folder.cacheFiles.isEmpty)
  }

  /// 12 images of 210 bytes, and 2 that cannot be used, do not fit into half of 1000 bytes.
  @Test func `without a choice, images that do not fit are kept on disk, or nowhere`() throws {
    let folder = try CacheFolder()
    let plain = try folder.load(.ram)
    func load(_ cache: ImageCache) throws -> ImageDataset {
      let directory = try ImageDirectory(path: folder.data)
      return try ImageLoading(
        files: directory.files, size: ImageSize(height: 10, width: 7), color: nil, interpolation: .bilinear,
        decoding: DecodingOptions(), cache: cache, directory: folder.data,
        executor: ScrambledExecutor(threads: 2),
        progress: nil, freeMemory: { 1000 }
      ).load(classNames: directory.classNames)
    }
    let why = "they would take 2.94 kB of the 1.00 kB of memory that are free"
    for word in ["into", "from"] {
      let kept = try load(.automatic(directory: folder.cache))
      #expect(areEqual(kept, plain))
      let note = try "cache: 14 images (2.94 kB) \(word) \(folder.cacheFile), since \(why)"
      #expect(kept.cacheNote == note)
    }
    let decoded = try load(.automatic(directory: nil))
    #expect(areEqual(decoded, plain))
    #expect(decoded.cacheNote == "cache: off, since \(why)")
    // A file where the folder should be: nobody asked for it, so it is no error.
    try Data().write(to: URL(filePath: folder.cache + "-file"))
    let unusable = try load(.automatic(directory: folder.cache + "-file"))
    #expect(areEqual(unusable, plain))
    #expect(unusable.cacheNote?.hasPrefix("cache: off, since \(why), and ") == true)
    let inside = try load(.automatic(directory: folder.data + "/cache"))
    #expect(inside.cacheNote == "cache: off, since \(why), and the folder for caches lies within the data")
  }

  @Test func `a folder that cannot be made is an error`() throws {
    let folder = try CacheFolder()
    try Data().write(to: URL(filePath: folder.cache))
    let error = try #require(throws: ImageDataError.self) { try folder.load() }
    #expect(error.kind == .cannotCreate)
    #expect(error.description.contains("--cache-directory"))
  }

  @Test(arguments: ["", "/", "/a", "/caches/deep/down", "/../data/x"])
  func `a folder within the data is refused`(place: String) throws {
    let folder = try CacheFolder()
    let error = try #require(throws: ImageDataError.self) {
      try folder.load(.disk(directory: folder.data + place))
    }
    guard case .cacheInsideData = error else {
      Issue.record("\(error)")
      return
    }
    #expect(error.kind == .usage)
    #expect(try ImageDirectory(path: folder.data).files.count == 14)
  }

  @Test func `the default folder is the user's`() {
    #expect(ImageCache.defaultDirectory.hasPrefix("/"))
    #expect(ImageCache.defaultDirectory.hasSuffix("/train-parallel"))
  }
}
