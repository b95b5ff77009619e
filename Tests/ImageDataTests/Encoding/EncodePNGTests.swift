import Foundation
import Testing

@testable import ImageData

@Suite struct EncodePNGTests {
  @Test(arguments: [1, 3]) func decodesToTheSame(channels: Int) throws {
    let folder = try TemporaryFolder()
    let pixels = testPixels(height: 13, width: 21, channels: channels)
    let path = folder.path + "/picture.png"
    try writePNG(pixels, size: ImageSize(height: 13, width: 21), channels: channels, to: path)
    let image = try decodeImage(path: path)
    #expect(image.pixels == pixels)
    #expect(image.size == ImageSize(height: 13, width: 21))
    #expect(image.color.channels == channels)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["picture.png"])
  }

  @Test func aFolderThatIsNotThereIsSaid() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/missing/picture.png"
    let error = try #require(throws: ImageDataError.self) {
      try writePNG([0], size: ImageSize(1), channels: 1, to: path)
    }
    #expect(error == .cannotCreate(path: path, reason: "No such file or directory"))
    #expect(error.kind == .cannotCreate)
  }

  @Test func aNameThatIsTakenByAFolderLeavesNothingBehind() throws {
    let folder = try TemporaryFolder()
    try folder.makeFolder("picture.png/inside")
    let error = try #require(throws: ImageDataError.self) {
      try writePNG([0], size: ImageSize(1), channels: 1, to: folder.path + "/picture.png")
    }
    #expect(error.kind == .inputOutput)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["picture.png"])
  }
}
