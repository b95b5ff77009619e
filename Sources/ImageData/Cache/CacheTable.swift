/// What a cache file says of its pixels: what they were made from, and which files could not be used.
struct CacheTable: Hashable, Sendable {
  var size: ImageSize
  var color: ColorMode
  var settings: String
  var directory: String
  /// Why the images have this size, if it is not their own.
  var sizeNote: String?
  var entries: [Entry]

  /// One file.
  struct Entry: Hashable, Sendable {
    var identifier: UInt64
    var stamp: FileStamp
    /// The checksum of its pixels, or why there are none.
    var pixels: Pixels
  }

  enum Pixels: Hashable, Sendable {
    case checksum(UInt32)
    case none(reason: String)
  }

  /// The bytes of one image.
  var bytesPerImage: Int { size.area * color.channels }

  /// The reasons of files that could not be used, by number.
  var reasons: [Int: String] {
    var reasons: [Int: String] = [:]
    for (index, entry) in entries.enumerated() {
      if case .none(let reason) = entry.pixels { reasons[index] = reason }
    }
    return reasons
  }
}

// MARK: - Bytes

extension CacheTable {
  /// Settings, directory and note as texts, then each file: identifier, size, time, checksum, 0; or, for one that could
  /// not be used, identifier, size, time, 0, 1 and the reason as a text. A text is its length in bytes and its UTF-8.
  func bytes() -> [UInt8] {
    var bytes = CacheBytes()
    for text in [settings, directory, sizeNote ?? ""] { bytes.append(text) }
    for entry in entries {
      bytes.append(entry.identifier)
      bytes.append(UInt64(bitPattern: entry.stamp.byteCount))
      bytes.append(UInt64(bitPattern: entry.stamp.modified))
      switch entry.pixels {
      case .checksum(let checksum):
        bytes.append(checksum)
        bytes.append(UInt32(0))
      case .none(let reason):
        bytes.append(UInt32(0))
        bytes.append(UInt32(1))
        bytes.append(reason)
      }
    }
    return bytes.bytes
  }

  /// Reads the table of `count` images.
  init(
    _ bytes: UnsafeRawBufferPointer, count: Int, size: ImageSize, color: ColorMode
  ) throws(DecodingError) {
    var reader = ByteReader(bytes, format: "cache file")
    settings = try reader.text()
    directory = try reader.text()
    let note = try reader.text()
    sizeNote = note.isEmpty ? nil : note
    self.size = size
    self.color = color
    // The least that an entry takes, so that no number in a damaged file takes memory.
    guard count <= reader.left / 32 else { throw reader.cutShort }
    entries = []
    entries.reserveCapacity(count)
    for _ in 0..<count {
      let identifier = try reader.number()
      let stamp = FileStamp(
        byteCount: Int64(bitPattern: try reader.number()), modified: Int64(bitPattern: try reader.number()))
      let checksum = UInt32(truncatingIfNeeded: try reader.long())
      let isBad = try reader.long() != 0
      entries.append(
        Entry(
          identifier: identifier, stamp: stamp,
          pixels: isBad ? .none(reason: try reader.text()) : .checksum(checksum)))
    }
    guard reader.left == 0 else { throw reader.damaged("its table is too long") }
  }
}
