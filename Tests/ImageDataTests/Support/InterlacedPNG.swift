/// A gray PNG whose rows are stored in the seven passes of Adam7, written by hand: libspng only reads such files.
func interlacedPNG(_ pixels: [UInt8], height: Int, width: Int) -> [UInt8] {
  // First row and column of each pass, and the steps between them.
  let passes = [
    (0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1),
  ]
  var rows: [UInt8] = []
  for (firstRow, firstColumn, rowStep, columnStep) in passes where firstColumn < width {
    for y in stride(from: firstRow, to: height, by: rowStep) {
      rows.append(0)
      for x in stride(from: firstColumn, to: width, by: columnStep) { rows.append(pixels[y * width + x]) }
    }
  }
  let size = bigEndian(UInt32(width)) + bigEndian(UInt32(height))
  return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    + chunk("IHDR", size + [8, 0, 0, 0, 1]) + chunk("IDAT", storedZlib(rows)) + chunk("IEND", [])
}

/// The checksum of a PNG chunk's type and data.
func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
  ~bytes.reduce(~0) { crc, byte in
    (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
}

/// A chunk of a PNG with its length and checksum.
func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
  let body = Array(type.utf8) + data
  return bigEndian(UInt32(data.count)) + body + bigEndian(crc32(body))
}

/// A zlib stream of one block without compression.
private func storedZlib(_ data: [UInt8]) -> [UInt8] {
  var (a, b) = (UInt32(1), UInt32(0))
  for byte in data {
    a = (a + UInt32(byte)) % 65521
    b = (b + a) % 65521
  }
  let count = UInt16(data.count)
  let lengths = [count, ~count].flatMap {
    [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
  }
  return [0x78, 0x01, 1] + lengths + data + bigEndian(b << 16 | a)
}

private func bigEndian(_ value: UInt32) -> [UInt8] {
  (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
}
