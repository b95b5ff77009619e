/// What the first bytes of a file say it is. File names are never asked.
enum ImageFormat {
  case jpeg
  case png

  /// Recognises a file that can be decoded.
  ///
  /// - Throws: `DecodingError` that says what the file looks like instead.
  init(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) {
    if bytes.count >= 3, bytes[0] == 0xFF, bytes[1] == 0xD8, bytes[2] == 0xFF {
      self = .jpeg
    } else if bytes.count >= 8, bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else {
      throw DecodingError("\(ImageFormat.describe(bytes)), not a JPEG or PNG image")
    }
  }

  /// What bytes look like that are neither JPEG nor PNG, for a message.
  static func describe(_ bytes: UnsafeRawBufferPointer) -> String {
    if bytes.isEmpty { return "the file is empty (0 bytes)" }
    if let (_, name) = signatures.first(where: { bytes.starts(with: $0.0.utf8) }) {
      return "the file looks like \(name)"
    }
    if bytes.count >= 12, bytes[0..<4].elementsEqual("RIFF".utf8), bytes[8..<12].elementsEqual("WEBP".utf8) {
      return "the file looks like a WebP image"
    }
    if bytes.count >= 12, bytes[4..<8].elementsEqual("ftyp".utf8) {
      return "the file looks like an HEIF or AVIF image or a video"
    }
    let start = bytes.prefix(512)
    if start.allSatisfy({ $0 == 0 }) { return "the file begins with zeros" }
    let markup = start.drop { $0 <= 0x20 }
    if markup.first == UInt8(ascii: "<") { return "the file looks like a web page or SVG" }
    if start.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || (9...13).contains($0) }) {
      return "the file looks like text"
    }
    let digits = Array("0123456789ABCDEF".utf8)
    let hexadecimal = start.prefix(4).map {
      String(decoding: [digits[Int($0 >> 4)], digits[Int($0 & 15)]], as: UTF8.self)
    }
    return "the file is of an unknown kind (it begins with \(hexadecimal.joined(separator: " ")))"
  }

  private static let signatures: [(String, String)] = [
    ("GIF8", "a GIF image"), ("BM", "a BMP image"), ("II*\0", "a TIFF image"), ("MM\0*", "a TIFF image"),
    ("%PDF", "a PDF document"), ("PK\u{3}\u{4}", "a ZIP archive"), ("P5", "a PGM image"),
    ("P6", "a PPM image"), ("8BPS", "a Photoshop image"), ("\u{0}\u{0}\u{1}\u{0}", "an icon"),
  ]
}
