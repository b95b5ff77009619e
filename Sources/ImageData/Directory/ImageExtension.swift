extension ImageFile {
  /// The endings of the names that a directory walk takes for images, in any case of letters. What a file is, its content
  /// decides.
  public static let extensions = [
    ".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp", ".ppm", ".pgm", ".pbm", ".pnm",
  ]

  /// The endings as messages list them: `.jpg, .jpeg, .png ... or .pnm`.
  public static var extensionList: String {
    extensions.dropLast().joined(separator: ", ") + " or " + (extensions.last ?? "")
  }
}

/// True for names that end in one of the extensions of images, in any case.
func hasImageExtension(_ name: String) -> Bool {
  var name = name
  return name.withUTF8 { bytes in
    // From the last point on, without making a string of it: folders hold many names.
    guard let point = bytes.lastIndex(of: UInt8(ascii: ".")) else { return false }
    return ImageFile.extensions.contains { ending in
      ending.utf8.count == bytes.count - point
        && zip(ending.utf8, bytes[point...]).allSatisfy { letter, byte in
          letter == byte || (UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte && letter == byte | 0x20)
        }
    }
  }
}
