import Testing

@testable import ImageData

@Suite struct ReadAheadTests {
  private func files(_ folder: TemporaryFolder, _ count: Int) throws -> [ImageFile] {
    try (0..<count).map {
      let path = try folder.write([UInt8($0 % 251)], "\($0)")
      return ImageFile(path: path, relativePath: path, label: 0)
    }
  }

  @Test func chunksComeInOrderAndWhole() throws {
    let folder = try TemporaryFolder()
    let files = try files(folder, 1000)
    var next = 0
    ReadAhead(files).forEachChunk { chunk in
      #expect(chunk.first == next)
      for index in chunk.contents.indices {
        #expect(throws: Never.self) {
          try chunk.withBytes(of: index) { #expect(Array($0) == [UInt8((next + index) % 251)]) }
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
