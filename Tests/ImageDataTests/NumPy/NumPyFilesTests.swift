import Parallelism
import Testing

@testable import ImageData

@Suite struct NumPyFilesTests {
  private let pixels = testPixels(height: 4 * 5, width: 6, channels: 3)

  private func images(_ shape: String, type: String = "|u1", _ bytes: [UInt8]? = nil) -> [UInt8] {
    NPYArrayTests.npy(NPYArrayTests.head(type, shape), bytes ?? pixels)
  }

  private func labels(_ values: [UInt8], shape: String? = nil) -> [UInt8] {
    NPYArrayTests.npy(NPYArrayTests.head("|u1", shape ?? "(\(values.count),)"), values)
  }

  private func floats(_ values: [Float], _ shape: [Int]) -> [UInt8] { NPYFile.bytes(values, shape: shape) }

  private func load(_ arrays: [(name: String, npy: [UInt8])], _ part: DatasetFiles.Part = .training) throws
    -> ImageDataset
  {
    let folder = try TemporaryFolder()
    let path = try folder.write(NPZFile.bytes(arrays), "data.npz")
    return try ImageDataset.load(try #require(try DatasetFiles(path: path)), part)
  }

  @Test func archivesAreImageDatasets() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      NPZFile.bytes([
        ("x_train", images("(4, 5, 6, 3)")), ("y_train", labels([7, 3, 7, 10], shape: "(4, 1)")),
        ("x_test", images("(4, 5, 6, 3)")), ("y_test", labels([3, 3, 3, 10])),
      ]), "data.npz")
    let files = try #require(try DatasetFiles(path: path))
    #expect(files.format == .npz && files.hasTest)
    let training = try ImageDataset.load(files)
    #expect(training.size == ImageSize(height: 5, width: 6) && training.color == .rgb)
    #expect(training.classNames == ["3", "7", "10"] && training.labels == [1, 0, 1, 2])
    #expect((0..<4).flatMap { training.withPixels(of: $0) { Array($0) } } == pixels)
    #expect(training.relativePaths[3] == "data.npz/x_train/00003")
    let test = try ImageDataset.load(files, .test, classNames: training.classNames)
    #expect(test.labels == [0, 0, 0, 2])
  }

  @Test func foldersOfArraysAreImageDatasets() throws {
    let folder = try TemporaryFolder()
    try folder.write(images("(12, 5, 6)"), "x.npy")
    try folder.write(NPYFile.bytes((0..<12).map { $0 % 3 == 0 ? "dog" : "cat" }), "y.npy")
    let files = try #require(try DatasetFiles(path: folder.path))
    #expect(files.format == .npy && !files.hasTest)
    let dataset = try ImageDataset.load(files)
    #expect(dataset.count == 12 && dataset.color == .grayscale)
    #expect(dataset.classNames == ["cat", "dog"] && dataset.labels.prefix(4) == [1, 0, 0, 1])
    #expect(try DatasetFiles(path: TemporaryFolder().path) == nil)
  }

  @Test func floatsThatAreBytesAreTaken() throws {
    let bytes: [UInt8] = [0, 1, 2, 128, 254, 255]
    let y = labels([0, 1])
    for values in [bytes.map { Float($0) }, bytes.map { Float($0) / 255 }] {
      let dataset = try load([("x", floats(values, [2, 1, 3])), ("y", y)])
      #expect((0..<2).flatMap { dataset.withPixels(of: $0) { Array($0) } } == bytes)
    }
    for value in [Float(0.5), -1, 256, .nan, .infinity] {
      let values = [Float](repeating: 3, count: 5) + [value]
      let error = #expect(throws: ImageDataError.self) {
        try load([("x", floats(values, [2, 1, 3])), ("y", y)])
      }
      #expect("\(try #require(error))".contains("uint8"))
    }
  }

  @Test func whatDoesNotFitTogetherIsRefused() throws {
    let x = images("(4, 5, 6, 3)")
    let cases: [([(name: String, npy: [UInt8])], String)] = [
      ([("x", x)], "x_train and y_train, or x and y are expected"),
      ([("x", x), ("y", labels([1, 2, 3]))], "beside 4 images"),
      ([("x", x), ("y", labels([1, 0, 0, 1, 1, 0, 0, 1], shape: "(4, 2)"))], "argmax"),
      ([("x", x), ("y", floats([0, 1, 2, 3], [4]))], "no whole numbers"),
      ([("x", images("(360,)")), ("y", labels([1, 2]))], "360"),
      ([("x", images("(36, 5, 2)")), ("y", NPYFile.bytes([String](repeating: "", count: 36)))], "empty"),
      ([("x", images("(18, 2, 2, 5)")), ("y", labels([1]))], "1, 3 or 4 channels"),
    ]
    for (arrays, text) in cases {
      let error = #expect(throws: ImageDataError.self) { try load(arrays) }
      #expect("\(try #require(error))".contains(text))
    }
    let folder = try TemporaryFolder()
    let path = try folder.write(x, "images.npy")
    let error = #expect(throws: ImageDataError.self) { try DatasetFiles(path: path) }
    #expect("\(try #require(error))".contains("x_train.npy"))
  }

  /// As `IDXArrayTests`: damaged anywhere, above all in the heads.
  @Test func mutationsAreReadOrRefused() throws {
    let folder = try TemporaryFolder()
    let original = NPZFile.bytes([("x", images("(4, 5, 6, 3)")), ("y", labels([7, 3, 7, 10]))])
    var random = RandomNumbers(seed: 12, purpose: .reference).sequence(0, 2)
    var refused = 0
    for _ in 0..<ImageMutationTests.count {
      var bytes = original
      for _ in 0...random.nextIndex(below: 3) {
        let place = random.nextIndex(below: 200)
        let index = random.nextIndex(below: 2) == 0 ? place : bytes.count - 1 - place
        bytes[index] = UInt8(truncatingIfNeeded: random.next())
      }
      if random.nextIndex(below: 6) == 0 { bytes.removeLast(random.nextIndex(below: bytes.count)) }
      let path = try folder.write(bytes, "data.npz")
      do {
        let files = try #require(try DatasetFiles(path: path))
        #expect(try ImageDataset.load(files).count == 4)
      } catch let error as ImageDataError {
        #expect(error.description.contains(path))
        refused += 1
      }
      // The same without the checksum of the archive in front of it: refused, or read, but no crash.
      _ = try? NPYArray(bytes.dropFirst(35))
    }
    #expect(refused > ImageMutationTests.count / 2)
  }
}
