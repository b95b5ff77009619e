/// The run-length code of bitmaps, RLE8 and RLE4.
///
/// A byte n > 0 and a byte v: n pixels of v (of v's two halves in turn in RLE4). 0, 0: the row ends. 0, 1: the image
/// ends. 0, 2, x, y: move right and up. 0, n > 2: n pixels follow as they are, filled up to 16 bits.
struct BMPRuns {
  private var reader: ByteReader
  private let start: Int
  private let isNibbles: Bool

  init(_ bytes: UnsafeRawBufferPointer, from start: Int, bitsPerPixel: Int) {
    reader = ByteReader(bytes, format: "BMP")
    self.start = start
    isNibbles = bitsPerPixel == 4
  }

  /// Calls `put` with stored row, column and index of each pixel that a run sets inside of the image.
  mutating func forEachPixel(
    height: Int, width: Int, put: (Int, Int, Int) -> Void
  ) throws(DecodingError) {
    try reader.move(to: start)
    var (y, x) = (0, 0)
    // Some programs leave the end out: an image that is full has ended.
    while y < height, !(y == height - 1 && x >= width && reader.left < 2) {
      let (count, value) = (Int(try reader.byte()), Int(try reader.byte()))
      switch (count, value) {
      case (0, 0):
        (y, x) = (y + 1, 0)
      case (0, 1):
        return
      case (0, 2):
        x += Int(try reader.byte())
        y += Int(try reader.byte())
      case (0, _):
        let size = isNibbles ? (value + 1) / 2 : value
        let first = reader.place
        try reader.skip(size)
        // The byte that fills up to 16 bits may be missing at the end of a file.
        if size % 2 == 1, reader.left > 0 { try reader.skip(1) }
        for i in 0..<min(value, max(0, width - x)) {
          put(y, x + i, isNibbles ? half(Int(reader.bytes[first + i / 2]), i) : Int(reader.bytes[first + i]))
        }
        x += value
      default:
        for i in 0..<min(count, max(0, width - x)) { put(y, x + i, isNibbles ? half(value, i) : value) }
        x += count
      }
    }
  }

  private func half(_ byte: Int, _ i: Int) -> Int {
    i % 2 == 0 ? byte >> 4 : byte & 15
  }
}
