/// Bytes to be written, numbers lowest byte first.
struct CacheBytes {
  private(set) var bytes: [UInt8] = []

  mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ text: String) {
    append(UInt32(clamping: text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }
}

extension ByteReader {
  /// A number of 64 bits, lowest byte first.
  mutating func number() throws(DecodingError) -> UInt64 {
    let low = UInt64(truncatingIfNeeded: try long())
    return UInt64(truncatingIfNeeded: try long()) << 32 | low
  }

  /// A length of 32 bits, and that many bytes of UTF-8.
  mutating func text() throws(DecodingError) -> String {
    let count = try long()
    let start = place
    try skip(count)
    return String(decoding: bytes[start..<start + count], as: UTF8.self)
  }
}
