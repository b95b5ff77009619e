import Foundation
import Parallelism
import Synchronization
import Testing

@testable import ImageData

@Suite struct ImageDatasetLoadingTests {
  private let executor = SerialExecutor()

  private func load(
    _ path: String, size: ImageSize? = nil, color: ColorMode? = nil, _ policy: BadImagePolicy = .fail,
    executor: (any TaskExecutor)? = nil
  ) throws -> ImageDataset {
    try ImageDataset.load(
      ImageDirectory(path: path), size: size, color: color, onBadImage: policy,
      executor: executor ?? self.executor)
  }

  private func allPixels(_ dataset: ImageDataset) -> [UInt8] {
    (0..<dataset.count).flatMap { dataset.withPixels(of: $0) { Array($0) } }
  }

  /// Two classes of `count` images each, of one size.
  private func folder(_ count: Int, height: Int = 8, width: Int = 9, channels: Int = 1) throws
    -> TemporaryFolder
  {
    let folder = try TemporaryFolder()
    for k in 0..<count {
      try folder.write(png(height: height, width: width, channels: channels, salt: k), "a/\(k + 100).png")
      try folder.write(
        png(height: height, width: width, channels: channels, salt: 50 + k), "b/\(k + 100).png")
    }
    return folder
  }

  @Test func imagesOfOneSizeKeepIt() throws {
    let folder = try folder(3)
    let dataset = try load(folder.path)
    #expect(dataset.size == ImageSize(height: 8, width: 9))
    #expect(dataset.channels == 1)
    #expect(dataset.classNames == ["a", "b"])
    #expect(dataset.labels == [0, 0, 0, 1, 1, 1])
    #expect(dataset.relativePaths[4] == "b/101.png")
    #expect(dataset.identifiers == dataset.relativePaths.map(stableHash))
    #expect(dataset.badImages.isEmpty && dataset.sizeNote == nil)
    let expected = [0, 1, 2, 50, 51, 52].flatMap { testPixels(height: 8, width: 9, channels: 1, salt: $0) }
    #expect(allPixels(dataset) == expected)
  }

  @Test func imagesOfDifferentSizesAreMade150AndItIsSaid() throws {
    let folder = try folder(3)
    try folder.write(png(height: 9, width: 8), "b/last.png")
    let dataset = try load(folder.path)
    #expect(dataset.size == ImageSize(150))
    #expect(dataset.count == 7)
    #expect(try #require(dataset.sizeNote).contains("150x150"))
    let first = try decodeImage(path: folder.path + "/a/100.png", size: ImageSize(150))
    #expect(dataset.withPixels(of: 0) { Array($0) } == first.pixels)
    #expect(try load(folder.path, size: ImageSize(10)).size == ImageSize(10))
  }

  /// Gray images first and a color image last: all are color, the gray ones with three equal channels.
  @Test func oneColorImageMakesAllColor() throws {
    let folder = try folder(2)
    try folder.write(png(height: 8, width: 9, channels: 3), "b/last.png")
    let dataset = try load(folder.path)
    #expect(dataset.color == .rgb)
    #expect(
      dataset.withPixels(of: 0) { Array($0) }
        == testPixels(height: 8, width: 9, channels: 1, salt: 0).flatMap { [$0, $0, $0] })
    #expect(try load(folder.path, color: .grayscale).channels == 1)
    let gray = try self.folder(1)
    #expect(try load(gray.path, color: .rgb).channels == 3)
  }

  @Test func bothSurprisesAtOnce() throws {
    let folder = try folder(2)
    try folder.write(png(height: 8, width: 9, channels: 3), "a/zz.png")
    try folder.write(png(height: 8, width: 7), "b/zz.png")
    let dataset = try load(folder.path)
    #expect(dataset.size == ImageSize(150) && dataset.channels == 3)
  }

  @Test func failListsEveryBadFile() throws {
    let folder = try folder(2)
    let whole = png(height: 8, width: 9)
    let bad = [
      ("a/0-empty.png", [], "empty (0 bytes)"), ("a/1-cut.png", Array(whole.prefix(60)), "cut short"),
      ("b/2-text.jpg", Array("hello, world".utf8), "text"),
      (
        "b/3-cut.jpg",
        Array(try jpeg([UInt8](repeating: 9, count: 72), height: 8, width: 9, channels: 1).dropLast(2)),
        "cut short"
      ),
    ]
    for (name, bytes, _) in bad { try folder.write(bytes, name) }
    let error = try #require(throws: ImageDataError.self) { try load(folder.path) }
    guard case .badImages(folder.path, let images) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(images.map(\.path) == bad.map { folder.path + "/" + $0.0 })
    for (image, (_, _, reason)) in zip(images, bad) { #expect(image.reason.contains(reason), "\(image)") }
    #expect(error.kind == .badData)
    for (name, _, _) in bad { #expect(error.description.contains(name)) }
  }

  @Test func skipLeavesThemOutAndKeepsTheList() throws {
    let folder = try folder(2)
    try folder.write([1, 2, 3], "a/000.png")
    try folder.write([], "b/zzz.png")
    let dataset = try load(folder.path, .skip)
    #expect(dataset.relativePaths == ["a/100.png", "a/101.png", "b/100.png", "b/101.png"])
    #expect(dataset.badImages.map(\.path) == ["/a/000.png", "/b/zzz.png"].map { folder.path + $0 })
    #expect(
      allPixels(dataset)
        == [0, 1, 50, 51].flatMap { testPixels(height: 8, width: 9, channels: 1, salt: $0) })
  }

  /// A file whose header speaks of another size, but that cannot be used, has no say.
  @Test func badFilesDoNotDecideTheSize() throws {
    let folder = try folder(1)
    try folder.write(Array(png(height: 30, width: 30, channels: 3).prefix(100)), "a/000.png")
    let dataset = try load(folder.path, .skip)
    #expect(dataset.size == ImageSize(height: 8, width: 9) && dataset.channels == 1)
  }

  @Test func aClassThatSkippingEmptiesIsNamed() throws {
    let folder = try folder(1)
    try folder.write([], "c/1.png")
    let error = try #require(throws: ImageDataError.self) { try load(folder.path, .skip) }
    #expect(error.description.contains("\"c\"") && error.description.contains("c/1.png"))
    #expect(error.kind == .badData)
  }

  /// More than two chunks of files, on one thread and on many.
  @Test func threadsDoNotMatter() throws {
    let folder = try TemporaryFolder()
    for k in 0..<600 {
      let bytes = k % 97 == 5 ? [UInt8(k % 256)] : png(height: 4 + k % 3, width: 5, salt: k)
      try folder.write(bytes, "\(k % 2)/\(k).png")
    }
    let alone = try load(folder.path, size: ImageSize(6), .skip)
    #expect(alone.count == 593)
    for threads in [2, 3, 8] {
      let together = try load(
        folder.path, size: ImageSize(6), .skip, executor: ScrambledExecutor(threads: threads))
      #expect(together.relativePaths == alone.relativePaths)
      #expect(together.badImages == alone.badImages)
      #expect(allPixels(together) == allPixels(alone))
    }
    let counts = Mutex<[Int]>([])
    _ = try ImageDataset.load(
      ImageDirectory(path: folder.path), size: ImageSize(6), onBadImage: .skip, executor: executor,
      progress: { done, all in counts.withLock { $0.append(all == 600 ? done : -1) } })
    #expect(counts.withLock { $0 } == [256, 512, 600])
  }

  @Test func listsKeepTheirOrderAndMayBeEmpty() throws {
    let folder = try folder(2)
    let paths = ["/b/101.png", "/missing.png", "/a/100.png"].map { folder.path + $0 }
    let dataset = try ImageDataset.load(ImageFileList(paths: paths), executor: executor)
    #expect(dataset.relativePaths == [paths[0], paths[2]])
    #expect(dataset.badImages.map(\.path) == [paths[1]])
    #expect(dataset.badImages[0].reason.contains("No such file"))
    let nothing = try ImageDataset.load(ImageFileList(paths: [paths[1]]), executor: executor)
    #expect(nothing.count == 0 && nothing.badImages.count == 1)
  }

  /// 2^40 bytes an image, refused before anything is allocated.
  @Test func moreThanTheMemoryIsRefused() throws {
    let folder = try folder(1)
    let error = try #require(throws: ImageDataError.self) { try load(folder.path, size: ImageSize(1 << 20)) }
    guard case .tooLarge(2, _, 1, _, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(error.description.contains("--input-size"))
  }
}
