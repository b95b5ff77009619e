import LinearAlgebra
import Testing

@testable import ImageData

@Suite struct ImageDatasetTests {
  private let images = Tensor<UInt8>(shape: [3, 2, 2, 3], scalars: (0..<36).map { UInt8($0) })

  @Test func tensorsAreCopiedImageByImage() {
    let dataset = ImageDataset(images: images, labels: [2, 0, 1])
    #expect(dataset.count == 3 && dataset.size == ImageSize(2) && dataset.color == .rgb)
    #expect(dataset.classNames == ["0", "1", "2"])
    #expect(dataset.identifiers == [0, 1, 2])
    #expect(dataset.withPixels(of: 1) { Array($0) } == (12..<24).map { UInt8($0) })
  }

  @Test func subsetsShareAndReorder() {
    let subset = ImageDataset(images: images, labels: [2, 0, 1]).subset([2, 0, 2]).subset([0, 1])
    #expect(subset.labels == [1, 2])
    #expect(subset.identifiers == [2, 0])
    #expect(subset.withPixels(of: 0) { $0[0] } == 24)
    #expect(subset.withPixels(of: 1) { $0[0] } == 0)
  }
}
