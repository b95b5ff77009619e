import CSPNG
import CTurboJPEG
import Foundation

@testable import ImageData

/// An image of made-up numbers: H x W x C bytes.
func testPixels(height: Int, width: Int, channels: Int, salt: Int = 0) -> [UInt8] {
  var pixels: [UInt8] = []
  for y in 0..<height {
    for x in 0..<width {
      for c in 0..<channels {
        pixels.append(UInt8((37 * y + 91 * x + 53 * c + (x * y * (c + 1)) % 17 * 11 + salt * 29) % 256))
      }
    }
  }
  return pixels
}

/// An 8-bit PNG.
func png(_ pixels: [UInt8], height: Int, width: Int, channels: Int) -> [UInt8] {
  pixels.withUnsafeBufferPointer {
    encodePNG($0, size: ImageSize(height: height, width: width), channels: channels)
  }
}

/// A small gray or RGB PNG whose pixels differ with the salt.
func png(height: Int, width: Int, channels: Int = 1, salt: Int = 0) -> [UInt8] {
  png(
    testPixels(height: height, width: width, channels: channels, salt: salt), height: height, width: width,
    channels: channels)
}

/// A PNG of any color type and depth, from its raw rows.
///
/// - Parameters:
///   - rows: The samples as PNG packs them, 16-bit ones in the machine's byte order.
///   - palette: Red, green, blue of each entry.
///   - paletteAlpha: The alpha of the first entries.
///   - transparentGray: The gray value that is transparent.
///   - interlaced: Whether the rows are stored in seven passes.
func rawPNG(
  _ rows: [UInt8], height: Int, width: Int, colorType: spng_color_type, bitDepth: Int,
  palette: [(UInt8, UInt8, UInt8)] = [], paletteAlpha: [UInt8] = [], transparentGray: UInt16? = nil
) throws -> [UInt8] {
  guard let context = spng_ctx_new(Int32(SPNG_CTX_ENCODER.rawValue)) else { throw TestFailure("no encoder") }
  defer { spng_ctx_free(context) }
  func check(_ code: Int32) throws {
    if code != 0 { throw TestFailure(String(cString: spng_strerror(code))) }
  }
  var header = spng_ihdr()
  header.width = UInt32(width)
  header.height = UInt32(height)
  header.bit_depth = UInt8(bitDepth)
  header.color_type = UInt8(colorType.rawValue)
  try check(spng_set_option(context, SPNG_ENCODE_TO_BUFFER, 1))
  try check(spng_set_ihdr(context, &header))
  if !palette.isEmpty {
    var entries = spng_plte()
    entries.n_entries = UInt32(palette.count)
    withUnsafeMutableBytes(of: &entries.entries) { bytes in
      let entries = bytes.bindMemory(to: spng_plte_entry.self)
      for (index, color) in palette.enumerated() {
        entries[index] = spng_plte_entry(red: color.0, green: color.1, blue: color.2, alpha: 0)
      }
    }
    try check(spng_set_plte(context, &entries))
  }
  if !paletteAlpha.isEmpty || transparentGray != nil {
    var transparency = spng_trns()
    transparency.gray = transparentGray ?? 0
    transparency.n_type3_entries = UInt32(paletteAlpha.count)
    withUnsafeMutableBytes(of: &transparency.type3_alpha) { $0.copyBytes(from: paletteAlpha) }
    try check(spng_set_trns(context, &transparency))
  }
  try check(
    spng_encode_image(
      context, rows, rows.count, Int32(SPNG_FMT_PNG.rawValue), Int32(SPNG_ENCODE_FINALIZE.rawValue)))
  var count = 0
  var code: Int32 = 0
  guard let bytes = spng_get_png_buffer(context, &count, &code) else { throw TestFailure("no PNG") }
  defer { free(bytes) }
  return [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
}

/// A JPEG of gray, RGB or CMYK bytes.
func jpeg(
  _ pixels: [UInt8], height: Int, width: Int, channels: Int, quality: Int32 = 95, flags: Int32 = 0
) throws -> [UInt8] {
  guard let handle = tjInitCompress() else { throw TestFailure("no compressor") }
  defer { tjDestroy(handle) }
  let format = channels == 1 ? TJPF_GRAY : channels == 3 ? TJPF_RGB : TJPF_CMYK
  let subsampling = channels == 1 ? TJSAMP_GRAY : TJSAMP_444
  var buffer: UnsafeMutablePointer<UInt8>?
  var count: UInt = 0
  let code = tjCompress2(
    handle, pixels, Int32(width), 0, Int32(height), format.rawValue, &buffer, &count,
    Int32(subsampling.rawValue), quality, flags)
  guard code == 0, let buffer else { throw TestFailure(String(cString: tjGetErrorStr2(handle))) }
  defer { tjFree(buffer) }
  return [UInt8](UnsafeBufferPointer(start: buffer, count: Int(count)))
}

struct TestFailure: Error {
  let text: String

  init(_ text: String) {
    self.text = text
  }
}
