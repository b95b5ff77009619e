import Testing

@testable import ImageData

@Suite struct ImageDatasetFingerprintTests {
  @Test func isThatOfTheContents() {
    let images = ImageDataset.shapes(count: 12, size: 8)
    #expect(images.fingerprint.count == 64)
    #expect(images.fingerprint == ImageDataset.shapes(count: 12, size: 8).fingerprint)
    #expect(images.fingerprint != ImageDataset.shapes(count: 12, size: 8, seed: 1).fingerprint)
    #expect(images.fingerprint != ImageDataset.shapes(count: 12, size: 9).fingerprint)
    #expect(images.fingerprint != images.subset(Array((0..<12).reversed())).fingerprint)
    #expect(images.fingerprint != images.subset(Array(0..<11)).fingerprint)
  }
}
