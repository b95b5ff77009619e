/// The marker segments of a JPEG file before its first scan: marker, and place of the data behind the length.
///
/// The sequence ends where the file is not one segment after the other, and before a segment that is cut.
struct JPEGSegments: Sequence, IteratorProtocol {
  private let bytes: UnsafeRawBufferPointer
  private var place = 2

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  mutating func next() -> (marker: UInt8, data: Range<Int>)? {
    // Any number of FF may stand before a marker.
    while place + 4 <= bytes.count, bytes[place] == 0xFF, bytes[place + 1] == 0xFF { place += 1 }
    guard place + 4 <= bytes.count, bytes[place] == 0xFF else { return nil }
    let marker = bytes[place + 1]
    let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
    // Markers without a segment, the end, and what follows the start of a scan.
    guard length >= 2, place + 2 + length <= bytes.count, marker >= 0xC0, !(0xD0...0xDA ~= marker) else {
      return nil
    }
    defer { place += 2 + length }
    return (marker, place + 4..<place + 2 + length)
  }
}

extension ImageOrientation {
  /// The orientation that a JPEG file's first EXIF segment (APP1 that begins with `Exif`) notes.
  init(jpeg bytes: UnsafeRawBufferPointer) {
    let name: StaticString = "Exif\0\0"
    for (marker, data) in JPEGSegments(bytes) where marker == 0xE1 && data.count >= 6 {
      guard (0..<6).allSatisfy({ bytes[data.lowerBound + $0] == name.utf8Start[$0] }) else { continue }
      self.init(exif: UnsafeRawBufferPointer(rebasing: bytes[data.lowerBound + 6..<data.upperBound]))
      return
    }
    self = .upright
  }
}
