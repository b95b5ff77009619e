/// The chunks of a PNG file: a length, four letters, data, a checksum.
///
/// The sequence ends before a chunk that is cut. Checksums are not looked at.
struct PNGChunks: Sequence, IteratorProtocol {
  private let bytes: UnsafeRawBufferPointer
  private var place = 8

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  mutating func next() -> (name: Slice<UnsafeRawBufferPointer>, data: Range<Int>)? {
    guard bytes.count - place >= 12 else { return nil }
    let count = (0..<4).reduce(0) { $0 << 8 | Int(bytes[place + $1]) }
    guard count <= bytes.count - place - 12 else { return nil }
    defer { place += 12 + count }
    return (bytes[place + 4..<place + 8], place + 8..<place + 8 + count)
  }
}
