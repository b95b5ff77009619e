import CSPNG

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The PNG file of an 8-bit image.
///
/// - Parameters:
///   - pixels: H x W x C bytes.
///   - size: The height and width.
///   - channels: 1 for gray, 3 for red, green, blue, 4 with the opacity.
/// - Returns: The bytes of the file.
public func encodePNG(_ pixels: UnsafeBufferPointer<UInt8>, size: ImageSize, channels: Int) -> [UInt8] {
  precondition(
    ColorMode(channels: channels) != nil, "A PNG is written with 1, 3 or 4 channels, not \(channels)")
  precondition(
    pixels.count == size.area * channels, "\(pixels.count) bytes for an image of \(size)x\(channels)")
  // Every failure below is a lack of memory or a fault of ours: nothing of the outside world is touched.
  guard let context = spng_ctx_new(Int32(SPNG_CTX_ENCODER.rawValue)) else {
    preconditionFailure("The PNG encoder could not be started")
  }
  defer { spng_ctx_free(context) }
  var header = spng_ihdr()
  header.width = UInt32(size.width)
  header.height = UInt32(size.height)
  header.bit_depth = 8
  let colorType =
    switch channels {
    case 1: SPNG_COLOR_TYPE_GRAYSCALE
    case 3: SPNG_COLOR_TYPE_TRUECOLOR
    default: SPNG_COLOR_TYPE_TRUECOLOR_ALPHA
    }
  header.color_type = UInt8(colorType.rawValue)
  var code = spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1)
  if code == 0 { code = spng_set_ihdr(context, &header) }
  if code == 0 {
    code = spng_encode_image(
      context, pixels.baseAddress, pixels.count, Int32(SPNG_FMT_PNG.rawValue),
      Int32(SPNG_ENCODE_FINALIZE.rawValue))
  }
  var count = 0
  guard code == 0, let bytes = spng_get_png_buffer(context, &count, &code) else {
    preconditionFailure("A PNG could not be encoded: \(String(cString: spng_strerror(code)))")
  }
  defer { free(bytes) }
  return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
}

/// Writes an 8-bit image as a PNG file, which appears whole or not at all.
///
/// - Throws: `ImageDataError` if the file cannot be created or written.
public func writePNG(_ pixels: [UInt8], size: ImageSize, channels: Int, to path: String) throws {
  try writeImageFile(
    pixels.withUnsafeBufferPointer { encodePNG($0, size: size, channels: channels) }, to: path)
}
