/// Decodes the first frame of a GIF file.
///
/// Where the frame does not cover the image, the image is transparent if the frame has a transparent color, else of
/// color 0; where the frame is the larger one, the image grows: both as in Pillow.
///
/// Source: CompuServe, "Graphics Interchange Format, Version 89a".
final class GIFDecoder: OpenedImage {
  let header: ImageHeader
  private let bytes: UnsafeRawBufferPointer
  private let frame: GIFFrame

  /// Reads all that stands before the first frame's pixels; the bytes must outlive the decoder.
  init(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) {
    self.bytes = bytes
    frame = try GIFFrame(bytes)
    header = try ImageHeader(
      height: frame.imageHeight, width: frame.imageWidth, isGray: frame.palette.allSatisfy(\.isGray))
  }

  func layout(for color: ColorMode) -> PixelLayout {
    PixelLayout(isGray: header.isGray, hasAlpha: frame.transparent != nil, for: color)
  }

  func decode(
    _ layout: PixelLayout, reducedBy divisor: Int, into pixels: UnsafeMutableRawPointer
  ) throws(DecodingError) {
    let writer = PixelWriter(layout: layout, pixels: pixels.assumingMemoryBound(to: UInt8.self))
    if frame.height < header.height || frame.width < header.width {
      let outside = frame.color(frame.transparent ?? 0)
      for i in 0..<header.size.area { writer.put(outside, at: i) }
    }
    let count = frame.height * frame.width
    var rows = GIFRows(height: frame.height, isInterlaced: frame.isInterlaced)
    var (place, column, written) = (frame.top * header.width + frame.left, 0, 0)
    var decoder = try LZWDecoder(bytes, at: frame.data)
    try decoder.forEachString { string in
      for index in string.prefix(count - written) {
        if column == frame.width {
          column = 0
          place = (frame.top + rows.next()) * header.width + frame.left
        }
        writer.put(frame.color(Int(index)), at: place + column)
        column += 1
      }
      written += min(string.count, count - written)
      return written < count
    }
    guard written == count else {
      throw DecodingError("the GIF is cut short (it holds \(written) of its \(count) pixels)")
    }
  }
}

/// The order in which the rows of a frame are stored.
struct GIFRows {
  private let height: Int
  private let isInterlaced: Bool
  private var pass = 0
  private var row = 0

  /// First row of each pass, and the step to the next.
  private static let passes = [(0, 8), (4, 8), (2, 4), (1, 2)]

  init(height: Int, isInterlaced: Bool) {
    self.height = height
    self.isInterlaced = isInterlaced
  }

  /// The row that follows; row 0 comes first, without being asked for. There are no more than `height`.
  mutating func next() -> Int {
    guard isInterlaced else {
      row += 1
      return row
    }
    row += GIFRows.passes[pass].1
    while row >= height, pass < 3 {
      pass += 1
      row = GIFRows.passes[pass].0
    }
    return row
  }
}
