extension ImageOrientation {
  /// Finds the orientation in EXIF data: a TIFF header, and tag 0x0112 in the first directory behind it.
  ///
  /// Data without it, damaged data and values that EXIF does not define mean upright: many programs write such, and the
  /// pixels are right all the same.
  ///
  /// - Parameter exif: The data from `II` or `MM` on.
  init(exif: UnsafeRawBufferPointer) {
    self = ImageOrientation.find(exif) ?? .upright
  }

  private static func find(_ exif: UnsafeRawBufferPointer) -> ImageOrientation? {
    guard exif.count >= 8, exif[0] == exif[1], exif[0] == UInt8(ascii: "I") || exif[0] == UInt8(ascii: "M")
    else { return nil }
    let isLittle = exif[0] == UInt8(ascii: "I")
    func word(_ place: Int) -> Int? {
      guard place >= 0, place <= exif.count - 2 else { return nil }
      let (first, second) = (Int(exif[place]), Int(exif[place + 1]))
      return isLittle ? second << 8 | first : first << 8 | second
    }
    func long(_ place: Int) -> Int? {
      guard let first = word(place), let second = word(place + 2) else { return nil }
      return isLittle ? second << 16 | first : first << 16 | second
    }
    guard word(2) == 42, let directory = long(4), let count = word(directory) else { return nil }
    for entry in 0..<count {
      let place = directory + 2 + 12 * entry
      guard let tag = word(place), let type = word(place + 2) else { return nil }
      guard tag == 0x0112 else { continue }
      // SHORT as EXIF asks for; some programs write LONG.
      guard type == 3 || type == 4, let value = type == 3 ? word(place + 8) : long(place + 8) else {
        return nil
      }
      return ImageOrientation(rawValue: value)
    }
    return nil
  }
}
