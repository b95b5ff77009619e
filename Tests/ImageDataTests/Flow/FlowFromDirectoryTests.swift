import LinearAlgebra
import Testing

@testable import ImageData

@Suite struct FlowFromDirectoryTests {
  @Test func iteratesADirectory() throws {
    let folder = try TemporaryFolder()
    try writeShapes(to: folder.path + "/shapes", training: 9, validation: 0, size: 10, seed: 4)
    let flow = try ImageDataGenerator().flowFromDirectory(
      folder.path + "/shapes/train", targetSize: ImageSize(height: 6, width: 7), colorMode: .rgb,
      batchSize: 5,
      seed: 1)
    let batches = Array(flow.epoch(0))
    #expect(batches.map(\.images.shape) == [[5, 6, 7, 3], [4, 6, 7, 3]])
    #expect(batches.flatMap(\.labels).sorted() == [0, 0, 0, 1, 1, 1, 2, 2, 2])
    #expect(flow.classNames == ["circle", "rectangle", "triangle"])
  }

  @Test func imagesInMemory() {
    let images = Tensor<UInt8>(shape: [2, 1, 2, 1], scalars: [0, 51, 102, 255])
    let flow = ImageDataGenerator().flow(
      images: images, labels: [1, 0], classNames: ["x", "y"], shuffle: false)
    let batch = flow.epoch(0)[0]
    #expect(batch.images.scalars == [0, 51, 102, 255].map { Float($0) * (1 / 255) })
    #expect(batch.labels == [1, 0])
  }

  @Test func errorsComeThrough() {
    #expect(throws: ImageDataError.missingDirectory(path: "/no/such/place")) {
      try ImageDataGenerator().flowFromDirectory("/no/such/place")
    }
  }

  /// The subsets are the two parts of one split; validation images are not augmented.
  @Test func subsetsArePartsOfOneSplit() throws {
    let folder = try TemporaryFolder()
    try writeShapes(to: folder.path + "/shapes", training: 30, validation: 0, size: 8, seed: 4)
    func flow(_ subset: Subset?) throws -> ImageFlow {
      try ImageDataGenerator(rotationRange: 20).flowFromDirectory(
        folder.path + "/shapes/train", validationSplit: subset == nil ? 0 : 0.4, subset: subset)
    }
    let (all, training, validation) = (try flow(nil), try flow(.training), try flow(.validation))
    #expect(all.sampleCount == 30 && training.sampleCount + validation.sampleCount == 30)
    let paths = (training.dataset.relativePaths + validation.dataset.relativePaths).sorted()
    #expect(paths == all.dataset.relativePaths.sorted())
    #expect(validation.transform(sample: 0, epoch: 3) == ImageTransform())
    #expect(training.transform(sample: 0, epoch: 3) != ImageTransform())
  }

  /// A wide image keeps its circles round: its middle is shown.
  @Test func theAspectRatioIsKept() throws {
    let folder = try TemporaryFolder()
    // Columns 0, 10, ..., 110: the middle four are 40 ... 70.
    let pixels = (0..<4).flatMap { _ in (0..<12).map { UInt8($0 * 10) } }
    for name in ["a/1.png", "b/1.png"] {
      try folder.write(png(pixels, height: 4, width: 12, channels: 1), name)
    }
    let flow = try ImageDataGenerator().flowFromDirectory(
      folder.path, targetSize: ImageSize(4), decoding: DecodingOptions(keepsAspectRatio: true))
    let row: [UInt8] = [40, 50, 60, 70]
    let found = flow.dataset.withPixels(of: 0) { Array($0) }
    #expect(found == [row, row, row, row].flatMap { $0 })
  }

  @Test func iteratesATable() throws {
    let folder = try TemporaryFolder()
    try folder.write(png(height: 3, width: 3, salt: 1), "images/x.png")
    try folder.write(png(height: 3, width: 3, salt: 2), "images/y.png")
    try folder.write(png(height: 3, width: 3, salt: 3), "images/z.png")
    let table = "weight,filename,class\n2,images/x.png,dog\n0.5,images/y.png,cat\n1,images/z.png,dog\n"
    let path = try folder.write(Array(table.utf8), "table.csv")
    let flow = try ImageDataGenerator().flowFromCSV(path, weightColumn: "weight", shuffle: false)
    #expect(flow.classNames == ["cat", "dog"] && flow.labels == [1, 0, 1])
    #expect((0..<3).map(flow.weight(of:)) == [2, 0.5, 1])
    #expect(flow.epoch(0)[0].images.shape == [3, 3, 3, 1])
    let unweighted = try ImageDataGenerator().flowFromCSV(path)
    #expect((0..<3).map(unweighted.weight(of:)) == [1, 1, 1])
  }
}
