import Testing

@testable import ImageData

@Suite struct FileChunkTests {
  private func files(_ paths: [String]) -> [ImageFile] {
    paths.map { ImageFile(path: $0, relativePath: $0, label: 0) }
  }

  private func bytes(_ chunk: FileChunk, _ index: Int) throws -> [UInt8] {
    try chunk.withBytes(of: index) { Array($0) }
  }

  @Test func filesLieOneAfterTheOther() throws {
    let folder = try TemporaryFolder()
    let contents: [[UInt8]] = [[1, 2, 3], [], [UInt8](repeating: 7, count: 2 << 20), [4]]
    let paths = try contents.enumerated().map { try folder.write($1, "\($0)") }
    let chunk = FileChunk()
    chunk.read(files(paths), from: 0)
    for index in contents.indices { #expect(try bytes(chunk, index) == contents[index]) }
    chunk.read(files(paths), from: 3)
    #expect(chunk.first == 3 && chunk.contents.count == 1)
    #expect(try bytes(chunk, 0) == [4])
  }

  @Test func aChunkEndsBeforeItHoldsTooMuch() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write([UInt8](repeating: 1, count: 12 << 20), "12 MiB")
    let chunk = FileChunk()
    chunk.read(files([String](repeating: path, count: 3)), from: 0)
    #expect(chunk.contents.count == 2)
    let small = try folder.write([1], "small")
    chunk.read(files([String](repeating: small, count: 300)), from: 0)
    #expect(chunk.contents.count == FileChunk.fileLimit)
    chunk.read(files([String](repeating: small, count: 300)), from: 256)
    #expect(chunk.contents.count == 44)
  }

  @Test func aFileLargerThanAChunkIsAChunkOfItsOwn() throws {
    let folder = try TemporaryFolder()
    let large = try folder.write([UInt8](repeating: 5, count: FileChunk.byteLimit + 10), "large")
    let small = try folder.write([1], "small")
    let chunk = FileChunk()
    chunk.read(files([small, large, small]), from: 0)
    #expect(chunk.contents.count == 1)
    chunk.read(files([small, large, small]), from: 1)
    #expect(chunk.contents.count == 1)
    #expect(try chunk.withBytes(of: 0) { $0.count } == FileChunk.byteLimit + 10)
  }

  @Test func whatCannotBeReadHasAReason() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("folder.png")
    let chunk = FileChunk()
    chunk.read(files([folder.path + "/missing", folder.path + "/folder.png"]), from: 0)
    let reasons = chunk.contents.map { content in
      if case .failure(let error) = content { error.reason } else { "read" }
    }
    #expect(reasons == ["it cannot be opened (No such file or directory)", "it is a directory"])
  }
}
