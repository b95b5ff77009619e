/// The chunks of a WebP file: four letters, a length, data filled up to 16 bits.
struct WebPChunks {
  private var chunks: [(name: [UInt8], data: Range<Int>)] = []
  let orientation: ImageOrientation

  /// Walks through the file up to its end or to a chunk that is cut.
  init(_ bytes: UnsafeRawBufferPointer) {
    var reader = ByteReader(bytes, at: 12, format: "WebP")
    while reader.left >= 8 {
      let name = Array(bytes[reader.place..<reader.place + 4])
      guard (try? reader.skip(4)) != nil, let count = try? reader.long(), count <= reader.left else { break }
      chunks.append((name, reader.place..<reader.place + count))
      guard (try? reader.skip(count + count % 2)) != nil else { break }
    }
    var exif = chunks.first { $0.name.elementsEqual("EXIF".utf8) }?.data ?? 0..<0
    // Some programs repeat the name that JPEG needs.
    if exif.count >= 6, bytes[exif].starts(with: "Exif\0\0".utf8) { exif = exif.dropFirst(6) }
    orientation = ImageOrientation(exif: UnsafeRawBufferPointer(rebasing: bytes[exif]))
  }

  /// The data of the first chunk of a name.
  func first(_ name: String) -> Range<Int>? {
    chunks.first { $0.name.elementsEqual(name.utf8) }?.data
  }

  /// The number of chunks of a name.
  func count(_ name: String) -> Int {
    chunks.count { $0.name.elementsEqual(name.utf8) }
  }
}
