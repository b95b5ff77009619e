import Foundation
import Parallelism
import Testing

@testable import ImageData

@Suite struct WriteShapesTests {
  @Test func filesHoldTheBuiltInShapes() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/new/shapes"
    try writeShapes(to: path, training: 9, validation: 6, size: 16, seed: 5)
    let parts = try ImageDirectory.trainingAndValidation(in: path)
    #expect(parts.training == path + "/train" && parts.validation == path + "/validation")
    for (part, first, count) in [(parts.training, 0, 9), (path + "/validation", 9, 6)] {
      let loaded = try ImageDataset.load(ImageDirectory(path: part), executor: SerialExecutor())
      let drawn = ImageDataset.shapes(count: count, size: 16, seed: 5, firstSample: first)
      #expect(loaded.count == count && loaded.size == ImageSize(16) && loaded.channels == 1)
      let places = Dictionary(uniqueKeysWithValues: zip(loaded.relativePaths, 0...))
      for sample in 0..<count {
        let place = try #require(places[drawn.relativePaths[sample]])
        #expect(loaded.withPixels(of: place) { Array($0) } == drawn.withPixels(of: sample) { Array($0) })
        #expect(loaded.labels[place] == drawn.labels[sample])
        #expect(loaded.identifiers[place] == drawn.identifiers[sample])
      }
    }
  }

  @Test func aFolderWithSomethingInItIsRefused() throws {
    let folder = try TemporaryFolder()
    try folder.write([0], "something")
    let error = try #require(throws: ImageDataError.self) { try writeShapes(to: folder.path) }
    #expect(error == .directoryNotEmpty(path: folder.path))
    #expect(error.kind == .cannotCreate)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["something"])
  }

  @Test func aFolderThatCannotBeMadeIsSaid() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write([0], "file")
    let error = try #require(throws: ImageDataError.self) { try writeShapes(to: file + "/below") }
    #expect(error.kind == .cannotCreate)
    #expect(error.description.contains(file + "/below"))
  }
}
