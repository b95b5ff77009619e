import CZlib

/// The contents of a file that `gzip` compressed, with zlib.
///
/// - Parameter limit: The most bytes that are taken: a small file can stand for gigabytes.
/// - Throws: `DecodingError` if the file is damaged, cut short or larger than the limit.
func decompressedGzip(_ bytes: UnsafeRawBufferPointer, limit: Int) throws(DecodingError) -> [UInt8] {
  var stream = z_stream()
  // 15 bits of window, and 16 for the header of gzip.
  let code = inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  guard code == Z_OK else { throw DecodingError("zlib could not be started (code \(code))") }
  defer { inflateEnd(&stream) }
  var contents: [UInt8] = []
  var part = [UInt8](repeating: 0, count: 1 << 18)
  var place = 0
  var isInside = true
  // A file may hold several streams, one after the other.
  while isInside || place < bytes.count {
    if !isInside { inflateReset(&stream) }
    let given = min(bytes.count - place, 1 << 30)
    stream.next_in = UnsafeMutablePointer(
      mutating: bytes.baseAddress.map { ($0 + place).assumingMemoryBound(to: UInt8.self) })
    stream.avail_in = UInt32(given)
    let (code, written) = part.withUnsafeMutableBufferPointer { part in
      stream.next_out = part.baseAddress
      stream.avail_out = UInt32(part.count)
      let code = inflate(&stream, Z_NO_FLUSH)
      return (code, part.count - Int(stream.avail_out))
    }
    let taken = given - Int(stream.avail_in)
    place += taken
    guard code == Z_OK || code == Z_STREAM_END else {
      let isCut = code == Z_BUF_ERROR && place == bytes.count
      throw DecodingError.damage(
        isCut ? "the gzip file is cut short" : "the gzip file is damaged (zlib's code \(code))")
    }
    guard written <= limit - contents.count else {
      throw DecodingError("the gzip file holds more than the \(limit) bytes that are read")
    }
    contents += part[0..<written]
    isInside = code != Z_STREAM_END
  }
  return contents
}

/// True for bytes that begin as a gzip file does.
func isGzip(_ bytes: UnsafeRawBufferPointer) -> Bool {
  bytes.starts(with: [0x1F, 0x8B])
}
