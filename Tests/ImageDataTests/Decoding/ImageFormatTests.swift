import Testing

@testable import ImageData

@Suite struct ImageFormatTests {
  private func reason(_ bytes: [UInt8]) -> String {
    do {
      _ = try decodeImage(bytes: bytes)
      return "decoded"
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [
    ("II*\0....", "a TIFF image"), ("%PDF-1.4", "a PDF document"), ("....ftypheic", "HEIF"),
    ("P7\nWIDTH", "a PAM image"),
    ("<!DOCTYPE html><html>", "a web page"), ("not found\n", "text"), ("\u{1}\u{2}\u{3}abc", "01 02 03 61"),
    ("", "empty (0 bytes)"), ("\0\0\0\0", "zeros"),
  ])
  func sayWhatAFileLooksLike(_ text: String, _ name: String) {
    let message = reason(Array(text.utf8))
    #expect(message.contains(name), "\(message)")
    #expect(message.contains("JPEG, PNG, WebP"), "\(message)")
  }

  /// Beside no format of images: a word that begins like one, a bitmap's letters alone.
  @Test func everyFormatIsKnownByItsFirstBytes() throws {
    for image in GoldenImage.all {
      let format = try image.bytes.withUnsafeBytes { try ImageFormat($0) }
      let expected: ImageFormat =
        switch image.format {
        case "jpg": .jpeg
        case "png": .png
        case "webp": .webp
        case "gif": .gif
        case "bmp": .bmp
        default: .pnm
        }
      #expect(format == expected, "\(image.name)")
    }
    for text in ["P6", "P0 1 1 1", "P61 1", "GIF88a", "RIFF1234WAVE"] {
      #expect(throws: ImageDataError.self) { try decodeImage(bytes: Array(text.utf8)) }
    }
  }

  @Test func contentCountsAndNotTheName() throws {
    let folder = try TemporaryFolder()
    let pixels = testPixels(height: 8, width: 8, channels: 3)
    let path = try folder.write(jpeg(pixels, height: 8, width: 8, channels: 3), "picture.png")
    #expect(try decodeImage(path: path).size == ImageSize(8))
  }
}
