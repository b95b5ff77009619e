import Parallelism
import Testing

@testable import ImageData

@Suite struct ImageDatasetShapesTests {
  private func pixels(_ dataset: ImageDataset, _ sample: Int) -> [UInt8] {
    dataset.withPixels(of: sample) { Array($0) }
  }

  @Test func classesTakeTurns() {
    let shapes = ImageDataset.shapes(count: 7)
    #expect(shapes.size == ImageSize(24) && shapes.channels == 1)
    #expect(shapes.classNames == ["circle", "rectangle", "triangle"])
    #expect(shapes.labels == [0, 1, 2, 0, 1, 2, 0])
    #expect(shapes.relativePaths[5] == "triangle/triangle-00002.png")
    #expect(shapes.identifiers == shapes.relativePaths.map(stableHash))
  }

  @Test func aSampleNeedsNoOther() {
    let all = ImageDataset.shapes(count: 30, seed: 9)
    let some = ImageDataset.shapes(count: 5, seed: 9, firstSample: 20)
    for k in 0..<5 { #expect(pixels(some, k) == pixels(all, 20 + k)) }
    #expect(some.labels == Array(all.labels[20..<25]))
    #expect(some.relativePaths == Array(all.relativePaths[20..<25]))
  }

  @Test func samplesAndSeedsDiffer() {
    let all = ImageDataset.shapes(count: 300)
    #expect(Set((0..<300).map { pixels(all, $0) }).count == 300)
    #expect(pixels(all, 0) != pixels(ImageDataset.shapes(count: 1, seed: 1), 0))
  }

  /// Dark ink on light paper, and no ink on the picture's border.
  @Test(arguments: [24, 57]) func inkLiesOnPaper(size: Int) {
    let shapes = ImageDataset.shapes(count: 90, size: size, seed: 2)
    for k in 0..<90 {
      let pixels = pixels(shapes, k)
      let paper = pixels.sorted()[pixels.count * 3 / 4]
      #expect(paper >= 233)
      #expect(pixels.min() ?? 255 < 130, "sample \(k)")
      let inked = pixels.count { $0 < 160 }
      #expect(inked > size && inked < size * size / 3, "sample \(k): \(inked)")
      let border = (0..<size).flatMap { [pixels[$0], pixels[$0 * size], pixels[$0 * size + size - 1]] }
      #expect(border.allSatisfy { Int($0) > Int(paper) - 140 }, "sample \(k)")
    }
  }
}
