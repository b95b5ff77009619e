import CWebP

/// Decodes WebP files with libwebp; of an animation, the first frame.
final class WebPDecoder: OpenedImage {
  let header: ImageHeader
  let orientation: ImageOrientation
  private let bytes: UnsafeRawBufferPointer
  /// An alpha channel, or an animation, whose first frame may not cover the image.
  let hasAlpha: Bool
  private let frame: WebPFrame?

  /// Reads the header; the bytes must outlive the decoder.
  init(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) {
    // Its length stands behind `RIFF`; what follows the pixels, such as the orientation, must be there too.
    var reader = ByteReader(bytes, at: 4, format: "WebP")
    guard try reader.long() <= bytes.count - 8 else { throw reader.cutShort }
    self.bytes = bytes
    var features = WebPBitstreamFeatures()
    try check(WebPGetFeatures(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, &features))
    header = try ImageHeader(height: Int(features.height), width: Int(features.width), isGray: false)
    hasAlpha = features.has_alpha != 0 || features.has_animation != 0
    let chunks = WebPChunks(bytes)
    orientation = chunks.orientation
    frame = features.has_animation != 0 ? try WebPFrame(bytes, chunks, in: header.size) : nil
  }

  func layout(for color: ColorMode) -> PixelLayout {
    hasAlpha ? .rgba8 : .rgb8
  }

  func decode(
    _ layout: PixelLayout, reducedBy divisor: Int, into pixels: UnsafeMutableRawPointer
  ) throws(DecodingError) {
    let channels = layout.bytesPerPixel
    var source = bytes
    var size = header.size
    var first = pixels.assumingMemoryBound(to: UInt8.self)
    let stride = header.width * channels
    if let frame {
      pixels.initializeMemory(as: UInt8.self, repeating: 0, count: header.height * stride)
      source = UnsafeRawBufferPointer(rebasing: bytes[frame.data])
      size = frame.size
      first += frame.top * stride + frame.left * channels
    }
    // All of the rows from the first pixel on, the last one without what stands beside the frame.
    let count = (size.height - 1) * stride + size.width * channels
    let decode = channels == 4 ? WebPDecodeRGBAInto : WebPDecodeRGBInto
    let start = source.baseAddress?.assumingMemoryBound(to: UInt8.self)
    guard decode(start, source.count, first, count, Int32(stride)) != nil else {
      throw DecodingError("the WebP is damaged or cut short (\(bytes.count) bytes)")
    }
  }
}

/// Where the first frame of an animation lies, in the file and in the image.
struct WebPFrame {
  let data: Range<Int>
  let size: ImageSize
  let top: Int
  let left: Int

  /// Finds the first frame and checks that the picture in it is what it says and lies inside of the image.
  init(_ bytes: UnsafeRawBufferPointer, _ chunks: WebPChunks, in image: ImageSize) throws(DecodingError) {
    guard let chunk = chunks.first("ANMF"), chunk.count > 16 else {
      throw DecodingError("the WebP is damaged (it is an animation without frames)")
    }
    func triple(_ place: Int) -> Int {
      Int(bytes[chunk.lowerBound + place]) | Int(bytes[chunk.lowerBound + place + 1]) << 8
        | Int(bytes[chunk.lowerBound + place + 2]) << 16
    }
    left = 2 * triple(0)
    top = 2 * triple(3)
    size = ImageSize(height: triple(9) + 1, width: triple(6) + 1)
    data = chunk.lowerBound + 16..<chunk.upperBound
    let picture = UnsafeRawBufferPointer(rebasing: bytes[data])
    var features = WebPBitstreamFeatures()
    try check(
      WebPGetFeatures(picture.baseAddress?.assumingMemoryBound(to: UInt8.self), picture.count, &features))
    guard Int(features.width) == size.width, Int(features.height) == size.height,
      left + size.width <= image.width, top + size.height <= image.height
    else { throw DecodingError("the WebP is damaged (its first frame does not fit)") }
  }
}

/// Turns a code of libwebp into an error.
private func check(_ code: VP8StatusCode) throws(DecodingError) {
  switch code {
  case VP8_STATUS_OK: return
  case VP8_STATUS_NOT_ENOUGH_DATA: throw DecodingError("the WebP is cut short")
  default: throw DecodingError("the WebP is damaged (libwebp's code \(code.rawValue))")
  }
}
