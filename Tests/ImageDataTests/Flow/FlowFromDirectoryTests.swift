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
}
