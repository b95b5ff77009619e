/// Decodes the code of Lempel, Ziv and Welch as GIF stores it: codes of 3 to 12 bits, lowest bit first, in blocks of up to
/// 255 bytes that each begin with their length.
///
/// A code below 2^b is that byte, 2^b empties the table, 2^b + 1 is the end; each code after the first adds to the table
/// the string before it and one byte more.
struct LZWDecoder {
  private var reader: ByteReader
  private let bits: Int
  /// What is left of the block.
  private var blockLeft = 0
  private var pending = 0
  private var pendingBits = 0
  /// The string of a code is that of its prefix and one byte; `lengths` count the bytes.
  private var prefixes = [Int](repeating: 0, count: LZWDecoder.most)
  private var bytes = [UInt8](repeating: 0, count: LZWDecoder.most)
  private var lengths = [Int](repeating: 0, count: LZWDecoder.most)

  private static let most = 4096

  /// Reads the code's first byte, the number of bits b of a pixel.
  init(_ file: UnsafeRawBufferPointer, at place: Int) throws(DecodingError) {
    reader = ByteReader(file, at: place, format: "GIF")
    bits = Int(try reader.byte())
    guard (1...8).contains(bits) else { throw reader.damaged("its pixels have \(bits) bits") }
    for byte in 0..<1 << bits {
      bytes[byte] = UInt8(byte)
      lengths[byte] = 1
    }
  }

  /// Calls `body` with each string until the code ends or it returns false.
  mutating func forEachString(_ body: (ArraySlice<UInt8>) -> Bool) throws(DecodingError) {
    let (clear, end) = (1 << bits, 1 << bits + 1)
    var string = [UInt8](repeating: 0, count: LZWDecoder.most)
    var (next, width) = (end + 1, bits + 1)
    var last: Int?
    while let code = try readCode(width) {
      if code == clear {
        (next, width, last) = (end + 1, bits + 1, nil)
        continue
      }
      if code == end { return }
      // The code that is about to be added is allowed: its string is the last one and that one's own first byte.
      guard code < next || (code == next && last != nil && next < LZWDecoder.most) else {
        throw reader.damaged("code \(code) comes before it is defined")
      }
      let isNew = code == next
      var count = spell(isNew ? last ?? 0 : code, into: &string)
      if isNew {
        string[count] = string[0]
        count += 1
      }
      if let last, next < LZWDecoder.most {
        prefixes[next] = last
        bytes[next] = string[0]
        lengths[next] = lengths[last] + 1
        next += 1
        if next == 1 << width, width < 12 { width += 1 }
      }
      last = code
      guard body(string[0..<count]) else { return }
    }
  }

  /// Writes the string of a code, from its end; it is shorter than the table is long.
  private func spell(_ code: Int, into string: inout [UInt8]) -> Int {
    let count = lengths[code]
    var code = code
    for place in stride(from: count - 1, through: 0, by: -1) {
      string[place] = bytes[code]
      code = prefixes[code]
    }
    return count
  }

  /// The next code; `nil` behind the last block.
  private mutating func readCode(_ width: Int) throws(DecodingError) -> Int? {
    while pendingBits < width {
      if blockLeft == 0 {
        blockLeft = Int(try reader.byte())
        if blockLeft == 0 { return nil }
      }
      pending |= Int(try reader.byte()) << pendingBits
      pendingBits += 8
      blockLeft -= 1
    }
    defer {
      pending >>= width
      pendingBits -= width
    }
    return pending & (1 << width - 1)
  }
}
