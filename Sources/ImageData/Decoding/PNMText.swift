/// Reads the numbers of a portable anymap: decimal, with white space between them and comments from `#` to the line's end.
struct PNMText {
  private var reader: ByteReader

  init(_ bytes: UnsafeRawBufferPointer, at place: Int) {
    reader = ByteReader(bytes, at: place, format: "PNM")
  }

  var left: Int { reader.left }
  var cutShort: DecodingError { reader.cutShort }

  mutating func byte() throws(DecodingError) -> UInt8 { try reader.byte() }

  /// A number of 16 bits, highest byte first.
  mutating func bigWord() throws(DecodingError) -> Int {
    let high = Int(try reader.byte())
    return high << 8 | Int(try reader.byte())
  }

  /// A number in decimal digits, 9 at most.
  mutating func number() throws(DecodingError) -> Int {
    try skipSpaces()
    var value = 0
    var digits = 0
    while reader.left > 0, let digit = digit(reader.bytes[reader.place]) {
      value = value * 10 + digit
      digits += 1
      guard digits <= 9 else { throw reader.damaged("a number has more than 9 digits") }
      try reader.skip(1)
    }
    guard digits > 0 else {
      throw reader.left == 0
        ? reader.cutShort : reader.damaged("a number is expected at byte \(reader.place)")
    }
    return value
  }

  /// A digit 0 or 1, which the next may follow without a space.
  mutating func bit() throws(DecodingError) -> Int {
    try skipSpaces()
    guard reader.left > 0 else { throw reader.cutShort }
    guard let digit = digit(reader.bytes[reader.place]), digit <= 1 else {
      throw reader.damaged("0 or 1 is expected at byte \(reader.place)")
    }
    try reader.skip(1)
    return digit
  }

  /// Passes over the one white space that ends the header.
  mutating func skipOneSpace() throws(DecodingError) {
    guard isSpace(try reader.byte()) else { throw reader.damaged("its header does not end with white space") }
  }

  private mutating func skipSpaces() throws(DecodingError) {
    while reader.left > 0 {
      if reader.bytes[reader.place] == UInt8(ascii: "#") {
        while reader.left > 0, reader.bytes[reader.place] != 10, reader.bytes[reader.place] != 13 {
          try reader.skip(1)
        }
      } else if isSpace(reader.bytes[reader.place]) {
        try reader.skip(1)
      } else {
        return
      }
    }
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  private func digit(_ byte: UInt8) -> Int? {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? Int(byte - UInt8(ascii: "0")) : nil
  }
}
