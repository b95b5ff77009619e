/// What the first bytes of a file say it is. File names are never asked.
public enum ImageFormat: String, Sendable, Hashable, CaseIterable {
  case jpeg = "JPEG"
  case png = "PNG"
  case webp = "WebP"
  case gif = "GIF"
  case bmp = "BMP"
  /// The portable anymaps of Netpbm.
  case pnm = "PPM, PGM or PBM"

  /// The formats that are read, for messages.
  static let names = "JPEG, PNG, WebP, GIF, BMP, PPM, PGM or PBM"

  /// Recognises a file that can be decoded.
  ///
  /// - Throws: `DecodingError` that says what the file looks like instead.
  init(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) {
    if bytes.count >= 3, bytes[0] == 0xFF, bytes[1] == 0xD8, bytes[2] == 0xFF {
      self = .jpeg
    } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if bytes.count >= 12, bytes.starts(with: "RIFF".utf8), bytes[8..<12].elementsEqual("WEBP".utf8) {
      self = .webp
    } else if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) {
      self = .gif
    } else if bytes.starts(with: "BM".utf8) {
      self = .bmp
    } else if bytes.count >= 3, bytes[0] == UInt8(ascii: "P"), (0x31...0x36).contains(bytes[1]),
      bytes[2] == 0x20 || (9...13).contains(bytes[2]) || bytes[2] == UInt8(ascii: "#")
    {
      self = .pnm
    } else {
      throw DecodingError("\(ImageFormat.describe(bytes)), not a \(ImageFormat.names) image")
    }
  }

  /// What bytes look like that are no image which is read, for a message.
  static func describe(_ bytes: UnsafeRawBufferPointer) -> String {
    if bytes.isEmpty { return "the file is empty (0 bytes)" }
    if let (_, name) = signatures.first(where: { bytes.starts(with: $0.0.utf8) }) {
      return "the file looks like \(name)"
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
    ("II*\0", "a TIFF image"), ("MM\0*", "a TIFF image"), ("%PDF", "a PDF document"),
    ("PK\u{3}\u{4}", "a ZIP archive"), ("P7\n", "a PAM image"), ("8BPS", "a Photoshop image"),
    ("\u{0}\u{0}\u{1}\u{0}", "an icon"),
  ]
}
