/// The number of pictures in a file, of which only the first is used; 1 for a format without animations.
///
/// - Parameter bytes: A file whose first picture can be decoded. What is damaged behind it ends the count.
func frameCount(_ bytes: UnsafeRawBufferPointer, format: ImageFormat) -> Int {
  switch format {
  case .gif: max(1, gifFrameCount(bytes))
  case .png: max(1, animatedPNGFrameCount(bytes))
  case .webp: max(1, WebPChunks(bytes).count("ANMF"))
  case .jpeg, .bmp, .pnm: 1
  }
}

/// Counts the image descriptors.
private func gifFrameCount(_ bytes: UnsafeRawBufferPointer) -> Int {
  guard let frame = try? GIFFrame(bytes) else { return 0 }
  var reader = ByteReader(bytes, format: "GIF")
  var count = 1
  do throws(DecodingError) {
    // The code of the pixels: a byte that says how long its words are, then blocks.
    try reader.move(to: frame.data + 1)
    try reader.skipBlocks()
    while true {
      switch try reader.byte() {
      case 0x21:
        try reader.skip(1)
        try reader.skipBlocks()
      case 0x2C:
        try reader.skip(8)
        let flags = try reader.byte()
        if flags & 0x80 != 0 { try reader.skip(3 * (2 << Int(flags & 7))) }
        try reader.skip(1)
        try reader.skipBlocks()
        count += 1
      default: return count
      }
    }
  } catch {
    return count
  }
}

extension ByteReader {
  /// Passes over blocks, each behind its length, up to the one of length 0.
  fileprivate mutating func skipBlocks() throws(DecodingError) {
    while true {
      let count = Int(try byte())
      guard count > 0 else { return }
      try skip(count)
    }
  }
}

/// What the chunk acTL says.
private func animatedPNGFrameCount(_ bytes: UnsafeRawBufferPointer) -> Int {
  for (name, data) in PNGChunks(bytes) {
    if name.elementsEqual("IDAT".utf8) { break }
    if name.elementsEqual("acTL".utf8), data.count >= 4 {
      return (0..<4).reduce(0) { $0 << 8 | Int(bytes[data.lowerBound + $1]) }
    }
  }
  return 1
}
