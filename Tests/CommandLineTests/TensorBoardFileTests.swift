import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

struct TensorBoardFileTests {
  @Test func `what a write leaves behind that fails midway is replaced by the next`() throws {
    try withTemporaryFolder { base in
      let file = TensorBoardFile(folder: base)
      let events = (0..<3).map { TensorBoardEvent.scalars([("epoch_loss", 1)], at: Double($0), step: $0) }
      try file.append([events[0]], at: 0)
      // Another hand tears the end of the file, as a write does that the disk has no room for.
      let handle = try #require(FileHandle(forUpdatingAtPath: file.path))
      handle.seekToEndOfFile()
      handle.write(Data(repeating: 1, count: 100))
      handle.closeFile()
      try file.append([events[1]], at: 1)
      try file.append([events[2]], at: 2)
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file.path)))
      #expect(bytes == events.flatMap(\.record))
      #expect(try names(in: base) == ["events.out.tfevents.0000000000.train-parallel"])
    }
  }
}
