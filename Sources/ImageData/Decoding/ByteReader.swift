/// Reads numbers from the bytes of a file and never beyond them.
struct ByteReader {
  let bytes: UnsafeRawBufferPointer
  /// What the file is, for messages: `BMP`.
  let format: String
  private(set) var place: Int

  init(_ bytes: UnsafeRawBufferPointer, at place: Int = 0, format: String) {
    self.bytes = bytes
    self.format = format
    self.place = place
  }

  /// The number of bytes that are left.
  var left: Int { bytes.count - place }

  /// Moves to a place, which may be the end but not beyond it.
  mutating func move(to place: Int) throws(DecodingError) {
    guard place >= 0, place <= bytes.count else { throw cutShort }
    self.place = place
  }

  /// Passes over some bytes.
  mutating func skip(_ count: Int) throws(DecodingError) {
    guard count >= 0, count <= left else { throw cutShort }
    place += count
  }

  mutating func byte() throws(DecodingError) -> UInt8 {
    guard left >= 1 else { throw cutShort }
    defer { place += 1 }
    return bytes[place]
  }

  /// A number of 16 bits, lowest byte first.
  mutating func word() throws(DecodingError) -> Int {
    guard left >= 2 else { throw cutShort }
    defer { place += 2 }
    return Int(bytes[place]) | Int(bytes[place + 1]) << 8
  }

  /// A number of 32 bits without a sign, lowest byte first.
  mutating func long() throws(DecodingError) -> Int {
    let low = try word()
    return try word() << 16 | low
  }

  /// A number of 32 bits with a sign, lowest byte first.
  mutating func signedLong() throws(DecodingError) -> Int {
    Int(Int32(truncatingIfNeeded: try long()))
  }

  var cutShort: DecodingError {
    DecodingError.damage("the \(format) is cut short (it ends after \(bytes.count) bytes)")
  }

  func damaged(_ reason: String) -> DecodingError {
    DecodingError.damage("the \(format) is damaged (\(reason))")
  }
}
