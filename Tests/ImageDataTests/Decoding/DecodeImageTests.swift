import CTurboJPEG
import Foundation
import Parallelism
import Testing

@testable import ImageData

@Suite struct DecodeImageTests {
  private func error(_ path: String) throws -> ImageDataError {
    try #require(throws: ImageDataError.self) { try decodeImage(path: path) }
  }

  @Test func resizesWhenAsked() throws {
    let bytes = png(height: 7, width: 9)
    let image = try decodeImage(bytes: bytes, size: ImageSize(height: 3, width: 4), color: .rgb)
    #expect(image.size == ImageSize(height: 3, width: 4))
    #expect(image.pixels.count == 3 * 4 * 3)
  }

  @Test func missingFilesAndFoldersAreNamed() throws {
    let folder = try TemporaryFolder()
    let missing = try error(folder.path + "/no.png")
    #expect(missing.kind == .missingInput)
    #expect(missing.description.contains("/no.png") && missing.description.contains("No such file"))
    #expect(try error(folder.path).description.contains("it is a directory"))
  }

  @Test func pipesAreRefusedWithoutWaiting() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/pipe.png"
    try #require(mkfifo(path, 0o600) == 0)
    #expect(try error(path).description.contains("not a regular file"))
  }

  /// Width and height of 60,000 would be 10 GB of pixels; the file has 100 bytes.
  @Test func absurdSizesAreRefused() throws {
    var bytes = png(height: 8, width: 8)
    bytes.replaceSubrange(16..<24, with: [0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60])
    let checksum = crc32(bytes[12..<29])
    bytes.replaceSubrange(29..<33, with: (0..<4).map { UInt8(truncatingIfNeeded: checksum >> (24 - 8 * $0)) })
    let error = try #require(throws: ImageDataError.self) { try decodeImage(bytes: bytes) }
    #expect(error.description.contains("60000 x 60000 pixels"))

    var photo = try jpeg(testPixels(height: 8, width: 8, channels: 1), height: 8, width: 8, channels: 1)
    let frame = try #require(photo.indices.dropLast().first { photo[$0] == 0xFF && photo[$0 + 1] == 0xC0 })
    photo.replaceSubrange(frame + 5..<frame + 9, with: [0xEA, 0x60, 0xEA, 0x60])
    let photoError = try #require(throws: ImageDataError.self) { try decodeImage(bytes: photo) }
    #expect(photoError.description.contains("60000 x 60000 pixels"))
  }

  /// A GIF of 8,000 x 8,000 pixels in 35 bytes; one of 4,096 x 4,096, all of one color but its corner, is decoded.
  @Test func aFewBytesDoNotTakeMuchMemory() throws {
    func gif(_ side: Int) -> [UInt8] {
      let word = [UInt8(side & 255), UInt8(side >> 8)]
      return Array("GIF89a".utf8) + word + word + [
        0x80, 0, 0, 9, 9, 9, 8, 8, 8, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0,
      ]
        + [2, 2, 0x4C, 0x01, 0, 0x3B]
    }
    let error = try #require(throws: ImageDataError.self) { try decodeImage(bytes: gif(8_000)) }
    #expect(error.description.contains("8000 x 8000 pixels, the file has 35 bytes"), "\(error)")
    #expect(try decodeImage(bytes: gif(4_096), size: ImageSize(2)).pixels == [9, 9, 9, 9])
  }

  /// The last four bytes are the checksum of the empty end chunk: without them nothing is missing.
  @Test func everyTruncatedPNGIsAnError() throws {
    let bytes = png(height: 8, width: 8, channels: 3)
    for count in 0..<bytes.count - 4 {
      #expect(throws: ImageDataError.self, "\(count) of \(bytes.count) bytes") {
        try decodeImage(bytes: Array(bytes.prefix(count)))
      }
    }
  }

  /// Damaged at random: decoded or refused, never a crash; what is decoded has as many pixels as it says.
  @Test(arguments: 0..<4) func mutationsAreDecodedOrRefused(kind: Int) throws {
    let pixels = testPixels(height: 16, width: 16, channels: 3)
    let original =
      switch kind {
      case 0: png(pixels, height: 16, width: 16, channels: 3)
      case 1: try jpeg(pixels, height: 16, width: 16, channels: 3)
      case 2: try jpeg(pixels, height: 16, width: 16, channels: 3, flags: TJFLAG_PROGRESSIVE)
      default: try jpeg(testPixels(height: 16, width: 16, channels: 4), height: 16, width: 16, channels: 4)
      }
    var random = RandomNumbers(seed: 7, purpose: .reference).sequence(UInt32(kind), 0)
    var outcomes = (decoded: 0, refused: 0)
    for _ in 0..<300 {
      var bytes = original
      for _ in 0...random.nextIndex(below: 4) {
        bytes[random.nextIndex(below: bytes.count)] = UInt8(truncatingIfNeeded: random.next())
      }
      if random.nextIndex(below: 4) == 0 { bytes.removeLast(random.nextIndex(below: bytes.count)) }
      do {
        let image = try decodeImage(bytes: bytes)
        #expect(image.pixels.count == image.size.area * image.color.channels)
        outcomes.decoded += 1
      } catch {
        #expect(error is ImageDataError)
        outcomes.refused += 1
      }
    }
    #expect(outcomes.refused > 0)
  }
}
