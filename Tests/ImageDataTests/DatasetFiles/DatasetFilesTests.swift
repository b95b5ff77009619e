import Parallelism
import Testing

@testable import ImageData

@Suite struct DatasetFilesTests {
  private let pixels = testPixels(height: 4 * 5, width: 6, channels: 1)

  private func pixels(_ dataset: ImageDataset, _ index: Int) -> [UInt8] {
    dataset.withPixels(of: index) { Array($0) }
  }

  /// Four images of 5 x 6 to train with, two to test with.
  private func writeMNIST(_ folder: TemporaryFolder, packed: Bool = false) throws {
    func write(_ bytes: [UInt8], _ name: String) throws {
      try folder.write(packed ? gzip(bytes) : bytes, name + (packed ? ".gz" : ""))
    }
    try write(idx([4, 5, 6], pixels), "train-images-idx3-ubyte")
    try write(idx([4], [7, 3, 7, 10]), "train-labels-idx1-ubyte")
    try write(idx([2, 5, 6], Array(pixels.prefix(60))), "t10k-images-idx3-ubyte")
    try write(idx([2], [10, 3]), "t10k-labels-idx1-ubyte")
  }

  @Test(arguments: [false, true]) func idxFilesAreAnImageDataset(packed: Bool) throws {
    let folder = try TemporaryFolder()
    try writeMNIST(folder, packed: packed)
    let files = try #require(try DatasetFiles(path: folder.path + "/"))
    #expect(files.format == .idx && files.hasTest)
    let training = try ImageDataset.load(files)
    #expect(training.count == 4 && training.size == ImageSize(height: 5, width: 6))
    #expect(training.color == .grayscale)
    // Names in the order of the numbers, not of the letters.
    #expect(training.classNames == ["3", "7", "10"])
    #expect(training.labels == [1, 0, 1, 2])
    #expect((0..<4).flatMap { pixels(training, $0) } == pixels)
    #expect(training.relativePaths[3] == "train-images-idx3-ubyte/00003")
    #expect(training.identifiers[3] == stableHash("train-images-idx3-ubyte/00003"))
    let test = try ImageDataset.load(files, .test, classNames: training.classNames)
    #expect(test.labels == [2, 0] && test.classNames == training.classNames)
    let error = #expect(throws: ImageDataError.self) {
      try ImageDataset.load(files, .test, classNames: ["10", "4"])
    }
    #expect(
      error
        == .unknownLabels(
          path: folder.path + "/t10k-images-idx3-ubyte" + (packed ? ".gz" : ""), found: ["3"],
          known: ["10", "4"]))
  }

  @Test func imagesAreResizedAndColoredAsFilesAre() throws {
    let folder = try TemporaryFolder()
    try writeMNIST(folder)
    let files = try #require(try DatasetFiles(path: folder.path))
    let target = ImageSize(height: 3, width: 8)
    let dataset = try ImageDataset.load(files, size: target, color: .rgb)
    for index in 0..<4 {
      let image = png(Array(pixels[index * 30..<index * 30 + 30]), height: 5, width: 6, channels: 1)
      #expect(try pixels(dataset, index) == decodeImage(bytes: image, size: target, color: .rgb).pixels)
    }
    let whole = DecodingOptions(keepsAspectRatio: true)
    let cut = try ImageDataset.load(files, size: target, decoding: whole)
    let first = png(Array(pixels.prefix(30)), height: 5, width: 6, channels: 1)
    #expect(
      try pixels(cut, 0) == decodeImage(bytes: first, size: target, color: .grayscale, options: whole).pixels)
    #expect(pixels(cut, 0) != (try pixels(ImageDataset.load(files, size: target), 0)))
    let transparent = try ImageDataset.load(files, color: .rgba)
    #expect(
      pixels(transparent, 0).prefix(8) == [
        pixels[0], pixels[0], pixels[0], 255, pixels[1], pixels[1], pixels[1], 255,
      ])
  }

  @Test func idxFilesThatDoNotFitTogetherAreNamed() throws {
    let folder = try TemporaryFolder()
    try writeMNIST(folder)
    let labels = try folder.write(idx([3], [1, 2, 3]), "train-labels-idx1-ubyte")
    let files = try #require(try DatasetFiles(path: folder.path))
    let error = try #require(throws: ImageDataError.self) { try ImageDataset.load(files) }
    #expect(error.kind == .badData)
    #expect(error.description.hasPrefix("\(labels): it holds 3 labels for the 4 images"))
    let images = try folder.write(Array("text".utf8), "train-images-idx3-ubyte")
    #expect(
      try #require(throws: ImageDataError.self) { try ImageDataset.load(files) }.description.hasPrefix(
        "\(images): "))
    let missing = #expect(throws: ImageDataError.self) {
      try ImageDataset.loadIDX(images: folder.path + "/t10k-images-idx3-ubyte", labels: folder.path + "/none")
    }
    #expect(missing?.kind == .missingInput && missing?.description.contains("/none") == true)
  }

  @Test func cifar10IsAnImageDataset() throws {
    let folder = try TemporaryFolder()
    let names = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
    try folder.write(Array(names.map { $0 + "\n" }.joined().utf8) + [10], "batches.meta.txt")
    try folder.write(cifar([[3], [9]]), "data_batch_1.bin")
    try folder.write(cifar([[0]], salt: 2), "data_batch_2.bin")
    let files = try #require(try DatasetFiles(path: folder.path))
    #expect(files.format == .cifar10 && !files.hasTest)
    let dataset = try ImageDataset.load(files)
    #expect(dataset.classNames == names && dataset.labels == [3, 9, 0])
    #expect(dataset.size == ImageSize(32) && dataset.color == .rgb)
    for index in 0..<3 {
      #expect(pixels(dataset, index) == testPixels(height: 32, width: 32, channels: 3, salt: index))
    }
    #expect(dataset.relativePaths[2] == "data_batch_2.bin/00000")
    #expect(throws: ImageDataError.self) { try ImageDataset.load(files, .test) }

    let wrong = try folder.write(cifar([[10]]), "data_batch_2.bin")
    let error = try #require(throws: ImageDataError.self) { try ImageDataset.load(files) }
    #expect(error.description.hasPrefix("\(wrong): record 0 has the label 10; 0 to 9 are expected"))
    try folder.write(Array(cifar([[1]]).dropLast()), "data_batch_2.bin")
    #expect(
      try #require(throws: ImageDataError.self) { try ImageDataset.load(files) }.description.contains(
        "3072 bytes"))
  }

  @Test func ofCIFAR100TheFineLabelsCount() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array((0..<100).map { "name \($0)\r\n" }.joined().utf8), "fine_label_names.txt")
    try folder.write(cifar([[4, 99], [0, 7]]), "train.bin")
    try folder.write(cifar([[1, 12]]), "test.bin")
    let files = try #require(try DatasetFiles(path: folder.path))
    #expect(files.format == .cifar100 && files.hasTest)
    #expect(try ImageDataset.load(files).labels == [99, 7])
    let test = try ImageDataset.load(files, .test)
    #expect(test.labels == [12] && test.classNames[12] == "name 12")
    #expect(pixels(test, 0) == testPixels(height: 32, width: 32, channels: 3))
  }

  @Test func otherDirectoriesAreNotTakenForDataSets() throws {
    let folder = try TemporaryFolder()
    try folder.write(png(height: 8, width: 8), "a/1.png")
    try folder.write([1], "train.bin")
    #expect(try DatasetFiles(path: folder.path) == nil)
    #expect(try DatasetFiles(path: folder.path + "/none") == nil)
    #expect(try DatasetFiles(path: folder.path + "/a/1.png") == nil)
  }
}
