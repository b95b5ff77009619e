import Parallelism
import TestSupport
import Testing

@testable import ImageData

@Suite struct ImageDirectorySplitTests {
  /// The files that are held back are those whose images are.
  @Test func holdsBackWhatTheDatasetDoes() throws {
    try withTemporaryFolder { base in
      try writeShapes(to: base + "/shapes", training: 60, validation: 3, size: 8)
      let directory = try ImageDirectory(path: base + "/shapes/train")
      let images = try ImageDataset.load(directory, executor: SerialExecutor())
      for fraction in [0, 0.1, 0.5] {
        for seed: UInt64 in 0..<3 {
          for grouping in [nil, SampleGrouping.characters(11)] {
            let files = directory.split(validationFraction: fraction, seed: seed, grouping: grouping)
            let parts = images.split(validationFraction: fraction, seed: seed, grouping: grouping)
            #expect(files.training.files.map(\.relativePath) == parts.training.relativePaths)
            #expect(files.validation.files.map(\.relativePath) == parts.validation.relativePaths)
            #expect(files.validation.files.map(\.label) == parts.validation.labels)
            #expect(files.validation.files.isEmpty == (fraction == 0))
            #expect(files.training.classNames == directory.classNames)
          }
        }
      }
    }
  }
}
