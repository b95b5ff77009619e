import Testing

@testable import ImageData

@Suite struct ReadAheadTests {
  /// Seven files in turn, each of one byte: its number.
  private func files(_ folder: TemporaryFolder, _ count: Int) throws -> [ImageFile] {
    let different = try (0..<7).map {
      let path = try folder.write([UInt8($0)], "\($0)")
      return ImageFile(path: path, relativePath: path, label: 0)
    }
    return (0..<count).map { different[$0 % 7] }
  }

  @Test func chunksComeInOrderAndWhole() throws {
    let folder = try TemporaryFolder()
    let files = try files(folder, 1000)
    var next = 0
    ReadAhead(files).forEachChunk { chunk in
      #expect(chunk.first == next)
      for index in chunk.contents.indices {
        #expect(throws: Never.self) {
          try chunk.withBytes(of: index) { #expect(Array($0) == [UInt8((next + index) % 7)]) }
        }
      }
      next += chunk.contents.count
      return true
    }
    #expect(next == 1000)
  }

  @Test(arguments: 1...4) func canBeStoppedAtAnyChunk(last: Int) throws {
    let folder = try TemporaryFolder()
    let files = try files(folder, 1000)
    var chunks = 0
    ReadAhead(files).forEachChunk { _ in
      chunks += 1
      return chunks < last
    }
    #expect(chunks == last)
  }

  @Test func noFilesAreNoChunks() {
    ReadAhead([]).forEachChunk { _ in
      Issue.record("a chunk of nothing")
      return true
    }
  }
}
