import Foundation
import Testing

@testable import ImageData

@Suite struct DecodedOnDemandTests {
  /// An image that changes or goes is never shown as something else, and is named.
  @Test(
    arguments: [
      { folder in try FileManager.default.removeItem(atPath: folder.data + "/a/2.png") },
      { folder in try folder.write(png(height: 8, width: 9, channels: 3, salt: 99), "a/2.png") },
      { folder in try folder.write([], "a/2.png") },
      {
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: $0.data + "/a/2.png")
      },
    ] as [@Sendable (CacheFolder) throws -> Void])
  func `a file that is changed is an error`(change: @Sendable (CacheFolder) throws -> Void) throws {
    let folder = try CacheFolder()
    let dataset = try folder.load(.off)
    let others = (0..<12).filter { $0 != 2 }
    let expected = others.map { sample in dataset.withPixels(of: sample) { Array($0) } }
    try change(folder)
    #expect(others.map { sample in dataset.withPixels(of: sample) { Array($0) } } == expected)
    try dataset.requireReadable()
    #expect(dataset.withPixels(of: 2) { $0.allSatisfy { $0 == 0 } })
    let error = try #require(throws: ImageDataError.self) { try dataset.requireReadable() }
    guard case .changedFile(let path, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(path == folder.data + "/a/2.png" && error.kind == .inputOutput)
    #expect(error.description.contains("--cache ram or disk"))
    // It stays an error: batches with zeros in them have been made.
    #expect(throws: ImageDataError.self) { try dataset.subset([1]).requireReadable() }
  }

  @Test func `threads decode at once, and what is prepared is the same`() throws {
    let folder = try CacheFolder()
    let expected = allPixels(try folder.load(.ram))
    let flow = ImageDataGenerator(geometry: .init(), mixing: SampleMixing(.cutmix, alpha: 1)).flow(
      try folder.load(.off))
    #expect(flow.dataset.preparesAhead)
    for round in 0..<20 {
      flow.prepare([0, 5, 11, 3][...], epoch: round)
      let dataset = flow.dataset
      nonisolated(unsafe) var pixels = [[UInt8]](repeating: [], count: dataset.count)
      pixels.withUnsafeMutableBufferPointer { buffer in
        nonisolated(unsafe) let buffer = buffer
        DispatchQueue.concurrentPerform(iterations: dataset.count) { sample in
          buffer[sample] = dataset.withPixels(of: sample) { Array($0) }
        }
      }
      #expect(pixels.flatMap { $0 } == expected)
    }
    try flow.requireReadable()
  }
}
