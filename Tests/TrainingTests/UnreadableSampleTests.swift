import Foundation
import ImageData
import LinearAlgebra
import NeuralNetwork
import Parallelism
import Synchronization
import TestSupport
import Testing

@testable import Training

/// What a trainer does with images that are kept nowhere and may go.
@Suite struct UnreadableSampleTests {
  private func withShapes(_ body: (_ folder: String, _ images: ImageDataset) throws -> Void) throws {
    try withTemporaryFolder { folder in
      try writeShapes(to: folder, training: 30, validation: 0, size: 8)
      let directory = try ImageDirectory(path: folder + "/train")
      try body(folder, try ImageDataset.load(directory, cache: .off, executor: SerialExecutor()))
    }
  }

  private func trainer(epochs: Int, _ executor: any TaskExecutor) throws -> Trainer {
    let model = try Sequential(input: [8, 8, 1]) {
      Flatten()
      Dense(3, activation: .softmax)
    }
    return try Trainer(
      model: model, options: TrainingOptions(epochs: epochs, batchSize: 4), executor: executor)
  }

  /// No step is taken with an image that is not there: the weights stay those of the epoch before where the file is missed
  /// in the first batch, and an error names it in any case.
  @Test(arguments: [1, 3]) func `a file that goes ends the training before a step is taken with it`(
    threads: Int
  ) throws {
    try withShapes { folder, images in
      try WorkerTeam.withTeam(threads: threads) { team in
        let trainer = try trainer(epochs: 3, team)
        let flow = ImageDataGenerator().flow(images, shuffle: false)
        var hashes: [String] = []
        let error = #expect(throws: ImageDataError.self) {
          try trainer.fit(flow) { epoch in
            hashes.append(epoch.weightsSHA256)
            try FileManager.default.removeItem(atPath: folder + "/train/circle/circle-00001.png")
          }
        }
        #expect(error?.description.contains("circle-00001.png") == true)
        #expect(hashes == [trainer.parameters.weightsSHA256()])
        #expect(trainer.parameters.areFinite)
        #expect(throws: ImageDataError.self) { try trainer.evaluate(flow) }
        #expect(throws: ImageDataError.self) { try trainer.predict(flow) }
      }
    }
  }

  @Test func `images that stay give the weights that memory gives`() throws {
    try withShapes { folder, images in
      let directory = try ImageDirectory(path: folder + "/train")
      let kept = try ImageDataset.load(directory, executor: SerialExecutor())
      let generator = ImageDataGenerator(
        geometry: .init(horizontalFlip: true), mixing: SampleMixing(.mixup, alpha: 0.3))
      let hashes = try [(images, 1), (images, 3), (kept, 2)].map { images, threads in
        try WorkerTeam.withTeam(threads: threads) { team in
          let trainer = try trainer(epochs: 2, team)
          try trainer.fit(generator.flow(images, seed: 5), validation: ImageDataGenerator().flow(images))
          return trainer.parameters.weightsSHA256()
        }
      }
      #expect(Set(hashes).count == 1)
    }
  }

  /// A source is told of each batch but the first of a pass before the batch before it is worked on.
  @Test func `what comes next is said beforehand`() throws {
    final class Source: SampleSource {
      let source = blobs(count: 10)
      let events = Mutex<[String]>([])
      var sampleCount: Int { source.sampleCount }
      var sampleShape: Shape { source.sampleShape }
      var classCount: Int { source.classCount }
      func order(epoch: Int) -> [Int] { Array(0..<sampleCount) }
      func label(of sample: Int) -> Int { source.label(of: sample) }
      func write(sample: Int, epoch: Int, to pixels: UnsafeMutablePointer<Float>, rowStride: Int) {
        events.withLock { $0.append("\(sample)") }
        source.write(sample: sample, epoch: epoch, to: pixels, rowStride: rowStride)
      }
      func prepare(_ samples: ArraySlice<Int>, epoch: Int) {
        events.withLock { $0.append("then \(Array(samples))") }
      }
    }
    let source = Source()
    let trainer = try Trainer(
      model: blobModel(), options: TrainingOptions(epochs: 1, batchSize: 4), executor: SerialExecutor())
    let expected = [
      "then [4, 5, 6, 7]", "0", "1", "2", "3", "then [8, 9]", "4", "5", "6", "7", "then []", "8", "9",
    ]
    try trainer.fit(source)
    #expect(source.events.withLock { $0 } == expected)
    source.events.withLock { $0 = [] }
    _ = try trainer.predict(source)
    #expect(source.events.withLock { $0 } == expected + ["then []"])
  }
}
