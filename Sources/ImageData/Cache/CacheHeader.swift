/// The first bytes of a cache file.
///
/// | offset | |
/// |---|---|
/// | 0 | the letters `TPPIXELS` |
/// | 8 | version of the format, 1 |
/// | 12 | height, width, channels, 32 bits each |
/// | 24 | number of images N, 64 bits |
/// | 32 | where the table begins, its length, 64 bits each |
/// | 48 | checksum of the table, 32 bits |
/// | 52 | zeros |
/// | 60 | checksum of the bytes before, 32 bits |
/// | 4096 | N x H x W x C bytes of pixels, then the table, then nothing |
///
/// Numbers stand lowest byte first.
struct CacheHeader: Hashable {
  var size: ImageSize
  var color: ColorMode
  var count: Int
  var tableLength: Int
  var tableChecksum: UInt32

  static let byteCount = 64
  static let version: UInt32 = 1
  /// Where the pixels begin: a page of its own keeps them aligned.
  static let pixelStart = 4096
  private static let magic = Array("TPPIXELS".utf8)
  /// The most pixels of a side.
  private static let longestSide = 1 << 24

  /// Where the table begins; nil where it would be beyond all files.
  var tableStart: Int? {
    let (area, first) = size.height.multipliedReportingOverflow(by: size.width)
    let (image, second) = area.multipliedReportingOverflow(by: color.channels)
    let (pixels, third) = image.multipliedReportingOverflow(by: count)
    let (start, fourth) = pixels.addingReportingOverflow(Self.pixelStart)
    return first || second || third || fourth ? nil : start
  }

  /// The header as it stands in the file.
  func bytes() -> [UInt8] {
    var bytes = CacheBytes()
    for byte in Self.magic { bytes.append(byte) }
    bytes.append(Self.version)
    for number in [size.height, size.width, color.channels] { bytes.append(UInt32(clamping: number)) }
    for number in [count, tableStart ?? 0, tableLength] { bytes.append(UInt64(clamping: number)) }
    bytes.append(tableChecksum)
    bytes.append(UInt64(0))
    bytes.append(bytes.bytes.withUnsafeBytes(checksum))
    return bytes.bytes
  }

  /// Reads a header, which must agree with the length of its file.
  init(_ bytes: UnsafeRawBufferPointer, fileLength: Int) throws(DecodingError) {
    var reader = ByteReader(bytes, format: "cache file")
    guard bytes.count >= Self.byteCount else { throw reader.cutShort }
    guard bytes.starts(with: Self.magic) else { throw DecodingError("it is no cache file") }
    try reader.move(to: 8)
    let version = try reader.long()
    guard version == Self.version else {
      throw DecodingError("it has the format of another version, \(version)")
    }
    let sides = (try reader.long(), try reader.long())
    let color = ColorMode(channels: try reader.long())
    let numbers = (try reader.number(), try reader.number(), try reader.number())
    tableChecksum = UInt32(truncatingIfNeeded: try reader.long())
    try reader.move(to: 60)
    let ownChecksum = UInt32(truncatingIfNeeded: try reader.long())
    guard checksum(UnsafeRawBufferPointer(rebasing: bytes[..<60])) == ownChecksum,
      (1...Self.longestSide).contains(sides.0), (1...Self.longestSide).contains(sides.1), let color,
      let count = Int(exactly: numbers.0), let tableLength = Int(exactly: numbers.2)
    else { throw reader.damaged("its header is not what was written") }
    self.size = ImageSize(height: sides.0, width: sides.1)
    self.color = color
    self.count = count
    self.tableLength = tableLength
    guard let start = tableStart, start == numbers.1 else {
      throw reader.damaged("its header is not what was written")
    }
    let (end, overflows) = start.addingReportingOverflow(tableLength)
    guard !overflows, end == fileLength else {
      throw DecodingError("it has \(fileLength) bytes instead of \(overflows ? Int.max : end)")
    }
  }

  init(_ table: CacheTable, tableBytes: [UInt8]) {
    size = table.size
    color = table.color
    count = table.entries.count
    tableLength = tableBytes.count
    tableChecksum = tableBytes.withUnsafeBytes(checksum)
  }
}
