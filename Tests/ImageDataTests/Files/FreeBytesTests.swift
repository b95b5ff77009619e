import Testing

@testable import ImageData

@Suite struct FreeBytesTests {
  @Test func `room is that of the nearest folder`() throws {
    let folder = try TemporaryFolder()
    #expect(try #require(freeBytes(at: folder.path)) > 0)
    #expect(freeBytes(at: folder.path + "/not/there/yet") != nil)
  }
}
