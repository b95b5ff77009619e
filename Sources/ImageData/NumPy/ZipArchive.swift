import CZlib

/// The members of a zip archive, as NumPy's `savez` and `savez_compressed` write it: stored, or deflated by zlib.
///
/// - Source: PKWARE's APPNOTE.TXT 6.3, sections 4.3 and 4.4.
struct ZipArchive {
  private struct Member {
    let name: String
    let method: Int
    let isEncrypted: Bool
    let checksum: Int
    let packedCount: Int
    let count: Int
    /// Where its own head stands.
    let place: Int
  }

  /// The names of all members, in order.
  var names: [String] { members.map(\.name) }

  private let bytes: [UInt8]
  private let members: [Member]

  /// Reads the list of members, which stands at the end of the file.
  init(_ bytes: [UInt8]) throws(DecodingError) {
    self.bytes = bytes
    members = try bytes.withUnsafeBytes { bytes in
      Result { () throws(DecodingError) in try Self.members(bytes) }
    }.get()
  }

  private static let endSize = 22

  private static func members(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) -> [Member] {
    // The end of the list is followed by a comment of at most 65,535 bytes.
    let first = max(0, bytes.count - endSize - 65_535)
    let candidates = bytes.count < endSize ? 0..<0 : first..<(bytes.count - endSize + 1)
    let end = candidates.last {
      bytes[$0] == 0x50 && bytes[$0 + 1] == 0x4B && bytes[$0 + 2] == 5 && bytes[$0 + 3] == 6
    }
    guard let end else {
      throw DecodingError.damage("it is no zip archive, or cut short (the list of its members is not there)")
    }
    var reader = ByteReader(bytes, at: end + 10, format: "zip archive")
    let count = try reader.word()
    _ = try reader.long()
    try reader.move(to: try reader.long())
    var members: [Member] = []
    for _ in 0..<count {
      guard try reader.long() == 0x0201_4B50 else { throw reader.damaged("the list of its members") }
      try reader.skip(4)
      let flags = try reader.word()
      let method = try reader.word()
      try reader.skip(4)
      let (checksum, packedCount, count) = (try reader.long(), try reader.long(), try reader.long())
      let (nameCount, extraCount, commentCount) = (try reader.word(), try reader.word(), try reader.word())
      try reader.skip(8)
      let place = try reader.long()
      let nameStart = reader.place
      try reader.skip(nameCount)
      let name = String(decoding: bytes[nameStart..<nameStart + nameCount], as: UTF8.self)
      try reader.skip(extraCount + commentCount)
      members.append(
        Member(
          name: name, method: method, isEncrypted: flags & 1 != 0, checksum: checksum,
          packedCount: packedCount,
          count: count, place: place))
    }
    return members
  }

  /// Unpacks a member; nil where there is none of the name.
  ///
  /// - Throws: `DecodingError` for a member that is damaged, encrypted, packed in another way or too large.
  func contents(of name: String) throws(DecodingError) -> ArraySlice<UInt8>? {
    guard let member = members.last(where: { $0.name == name }) else { return nil }
    do throws(DecodingError) {
      return try contents(of: member)
    } catch {
      throw error.of(name)
    }
  }

  /// Where the data of a member begins, all of which is there.
  private static func start(of member: Member, _ bytes: UnsafeRawBufferPointer) throws(DecodingError) -> Int {
    var reader = ByteReader(bytes, format: "zip archive")
    try reader.move(to: member.place)
    guard try reader.long() == 0x0403_4B50 else { throw reader.damaged("the head of a member") }
    try reader.skip(22)
    let (nameCount, extraCount) = (try reader.word(), try reader.word())
    try reader.skip(nameCount + extraCount)
    let start = reader.place
    try reader.skip(member.packedCount)
    return start
  }

  private func contents(of member: Member) throws(DecodingError) -> ArraySlice<UInt8> {
    guard !member.isEncrypted else { throw DecodingError("it is encrypted; save it without a password") }
    let start = try bytes.withUnsafeBytes { bytes in
      Result { () throws(DecodingError) in try Self.start(of: member, bytes) }
    }.get()
    let packed = bytes[start..<start + member.packedCount]
    let contents: ArraySlice<UInt8>
    switch member.method {
    case 0: contents = packed
    case 8: contents = try inflated(packed, count: member.count)[...]
    default:
      throw DecodingError("it is packed by method \(member.method); stored or deflated members are read")
    }
    guard contents.count == member.count, checksum(contents) == member.checksum else {
      throw DecodingError.damage("it is damaged (its checksum does not match)")
    }
    return contents
  }
}

/// The CRC-32 of a zip archive's members.
func checksum(_ bytes: ArraySlice<UInt8>) -> Int {
  bytes.withUnsafeBytes { bytes in
    Int(crc32_z(0, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count))
  }
}

/// The most bytes that one byte of deflated data can stand for, and a little for the smallest.
private func mostInflated(_ count: Int) -> Int { 1_032 * count + 1_024 }

/// Exactly `count` bytes from deflated data without a head.
///
/// - Throws: `DecodingError` if the data is damaged or stands for another number of bytes.
func inflated(_ packed: ArraySlice<UInt8>, count: Int) throws(DecodingError) -> [UInt8] {
  // A small file that claims gigabytes gets no memory.
  guard count <= min(FileChunk.largestFile, mostInflated(packed.count)) else {
    throw DecodingError.damage(
      "it claims \(count) bytes, more than are read or than its \(packed.count) bytes can stand for")
  }
  var stream = z_stream()
  let code = inflateInit2_(&stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  guard code == Z_OK else { throw DecodingError("zlib could not be started (code \(code))") }
  defer { inflateEnd(&stream) }
  // One byte more than is claimed: more data shows.
  var contents = [UInt8](repeating: 0, count: count + 1)
  let (end, written) = packed.withUnsafeBytes { packed in
    contents.withUnsafeMutableBufferPointer { contents in
      stream.next_in = UnsafeMutablePointer(
        mutating: packed.baseAddress?.assumingMemoryBound(to: UInt8.self))
      stream.avail_in = UInt32(packed.count)
      stream.next_out = contents.baseAddress
      stream.avail_out = UInt32(contents.count)
      return (inflate(&stream, Z_FINISH), contents.count - Int(stream.avail_out))
    }
  }
  guard end == Z_STREAM_END, written == count else {
    throw DecodingError.damage("it is damaged (zlib's code \(end), \(written) of \(count) bytes)")
  }
  contents.removeLast()
  return contents
}
