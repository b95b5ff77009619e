import CSPNG
import Testing

@testable import ImageData

@Suite struct PNGDecoderTests {
  /// Gray of every depth: v of 2^d − 1 becomes 255 v / (2^d − 1), which is whole for each depth up to 8.
  @Test(arguments: [1, 2, 4, 8]) func grayDepthsFillTheRange(bitDepth: Int) throws {
    let levels = 1 << bitDepth
    let values = (0..<16).map { $0 % levels }
    let bytes = try rawPNG(
      packed(values, bitDepth), height: 2, width: 8, colorType: SPNG_COLOR_TYPE_GRAYSCALE, bitDepth: bitDepth)
    let expected = values.map { UInt8($0 * 255 / (levels - 1)) }
    let image = try decodeImage(bytes: bytes)
    #expect(image.color == .grayscale)
    #expect(image.size == ImageSize(height: 2, width: 8))
    #expect(image.pixels == expected)
    let inColor = try decodeImage(bytes: bytes, color: .rgb)
    #expect(inColor.pixels == expected.flatMap { [$0, $0, $0] })
  }

  /// 16 bits become 8 by round(v / 257), not by dropping the low byte.
  @Test func sixteenBitGrayIsRounded() throws {
    let values: [UInt16] = [0, 128, 129, 255, 256, 257, 32767, 32768, 65406, 65407, 65535, 4660]
    let bytes = try rawPNG(
      values.flatMap(nativeBytes), height: 3, width: 4, colorType: SPNG_COLOR_TYPE_GRAYSCALE, bitDepth: 16)
    let image = try decodeImage(bytes: bytes)
    #expect(image.pixels == values.map { UInt8((Double($0) / 257).rounded()) })
    #expect(image.color == .grayscale)
  }

  @Test func sixteenBitColorIsRounded() throws {
    let values = (0..<12).map { UInt16(truncatingIfNeeded: $0 * 5461 + 77) }
    let bytes = try rawPNG(
      values.flatMap(nativeBytes), height: 2, width: 2, colorType: SPNG_COLOR_TYPE_TRUECOLOR, bitDepth: 16)
    let image = try decodeImage(bytes: bytes)
    #expect(image.pixels == values.map { UInt8((Double($0) / 257).rounded()) })
    #expect(image.color == .rgb)
  }

  @Test func trueColorIsUnchangedAndItsGrayIsPillows() throws {
    let pixels = testPixels(height: 6, width: 5, channels: 3)
    let bytes = png(pixels, height: 6, width: 5, channels: 3)
    #expect(try decodeImage(bytes: bytes).pixels == pixels)
    // Pillow 13.0.0: Image.fromarray(pixels, "RGB").convert("L")
    let gray: [UInt8] = [
      43, 134, 196, 60, 151, 80, 162, 123, 128, 89, 117, 69, 123, 82, 108, 154, 126, 179, 191, 93, 191, 106,
      76,
      39, 181, 199, 134, 194, 136, 140,
    ]
    #expect(try decodeImage(bytes: bytes, color: .grayscale).pixels == gray)
  }

  @Test(arguments: [1, 2, 4, 8]) func palettesAreLookedUp(bitDepth: Int) throws {
    let colors: [(UInt8, UInt8, UInt8)] = [(10, 20, 30), (200, 100, 0)]
    let values = [0, 1, 1, 0, 1, 0, 0, 0]
    let bytes = try rawPNG(
      packed(values, bitDepth), height: 1, width: 8, colorType: SPNG_COLOR_TYPE_INDEXED, bitDepth: bitDepth,
      palette: colors)
    let image = try decodeImage(bytes: bytes)
    #expect(image.color == .rgb)
    #expect(image.pixels == values.flatMap { [colors[$0].0, colors[$0].1, colors[$0].2] })
  }

  @Test func paletteOfGraysIsGray() throws {
    let bytes = try rawPNG(
      packed([0, 1, 2, 3], 2), height: 1, width: 4, colorType: SPNG_COLOR_TYPE_INDEXED, bitDepth: 2,
      palette: [(7, 7, 7), (100, 100, 100), (0, 0, 0), (255, 255, 255)])
    let image = try decodeImage(bytes: bytes)
    #expect(image.color == .grayscale)
    #expect(image.pixels == [7, 100, 0, 255])
  }

  /// Over white: (v a + 255 (255 − a)) / 255.
  @Test func transparencyShowsWhitePaper() throws {
    let grayAlpha = try rawPNG(
      [0, 0, 0, 255, 0, 128, 100, 64], height: 1, width: 4, colorType: SPNG_COLOR_TYPE_GRAYSCALE_ALPHA,
      bitDepth: 8)
    #expect(try decodeImage(bytes: grayAlpha).pixels == [255, 0, 127, 216])
    let colorAlpha = try rawPNG(
      [10, 20, 30, 255, 10, 20, 30, 0], height: 1, width: 2, colorType: SPNG_COLOR_TYPE_TRUECOLOR_ALPHA,
      bitDepth: 8)
    #expect(try decodeImage(bytes: colorAlpha).pixels == [10, 20, 30, 255, 255, 255])
    let deep = try rawPNG(
      [UInt16(0), 65535, 0, 0, 0, 32768].flatMap(nativeBytes), height: 1, width: 3,
      colorType: SPNG_COLOR_TYPE_GRAYSCALE_ALPHA, bitDepth: 16)
    #expect(try decodeImage(bytes: deep).pixels == [0, 255, 127])
  }

  @Test func transparentPaletteEntriesAndGraysShowWhitePaper() throws {
    let indexed = try rawPNG(
      packed([0, 1, 2, 0], 2), height: 1, width: 4, colorType: SPNG_COLOR_TYPE_INDEXED, bitDepth: 2,
      palette: [(1, 2, 3), (4, 5, 6), (7, 8, 9)], paletteAlpha: [0, 255])
    #expect(try decodeImage(bytes: indexed).pixels == [255, 255, 255, 4, 5, 6, 7, 8, 9, 255, 255, 255])
    for bitDepth in [2, 4, 8] {
      let step = 255 / ((1 << bitDepth) - 1)
      let gray = try rawPNG(
        packed([0, 1, 2, 3], bitDepth), height: 1, width: 4, colorType: SPNG_COLOR_TYPE_GRAYSCALE,
        bitDepth: bitDepth, transparentGray: 1)
      #expect(
        try decodeImage(bytes: gray).pixels == [0, 255, UInt8(2 * step), UInt8(3 * step)], "depth \(bitDepth)"
      )
    }
    let deep = try rawPNG(
      [UInt16(0), 257, 514, 65535].flatMap(nativeBytes), height: 1, width: 4,
      colorType: SPNG_COLOR_TYPE_GRAYSCALE, bitDepth: 16, transparentGray: 257)
    #expect(try decodeImage(bytes: deep).pixels == [0, 255, 2, 255])
  }

  @Test func interlacedRowsFindTheirPlaces() throws {
    for (height, width) in [(11, 13), (8, 8), (1, 1), (3, 20)] {
      let pixels = testPixels(height: height, width: width, channels: 1)
      let image = try decodeImage(bytes: interlacedPNG(pixels, height: height, width: width))
      #expect(image.pixels == pixels, "\(height)x\(width)")
    }
  }

  /// Texts that unpack to 64 MiB each and a thousand more chunks than libspng keeps: refused, or passed over.
  @Test func chunksThatWasteMemoryAreNotKept() throws {
    let pixels = testPixels(height: 8, width: 8, channels: 3)
    let whole = png(pixels, height: 8, width: 8, channels: 3)
    let text = try chunk(
      "zTXt", Array("Comment\0\0".utf8) + deflated([UInt8](repeating: 0, count: 64 << 20), windowBits: 15))
    let many = (0..<2_000).flatMap { chunk("tEXt", Array("Comment\0\($0)".utf8)) }
    for chunks in [text + text + text, many] {
      let bytes = Array(whole[..<33]) + chunks + whole[33...]
      let error = try #require(throws: ImageDataError.self) { try decodeImage(bytes: bytes) }
      #expect(error.description.contains("the PNG is damaged"), "\(error)")
    }
  }

  @Test func largeNoiseIsDecoded() throws {
    let pixels = testPixels(height: 700, width: 900, channels: 3)
    #expect(try decodeImage(bytes: png(pixels, height: 700, width: 900, channels: 3)).pixels == pixels)
  }
}

/// Packs one row, the first sample in the highest bits.
private func packed(_ values: [Int], _ bitDepth: Int) -> [UInt8] {
  let perByte = 8 / bitDepth
  return stride(from: 0, to: values.count, by: perByte).map { start in
    (0..<perByte).reduce(UInt8(0)) { byte, place in
      let value = start + place < values.count ? values[start + place] : 0
      return byte | UInt8(value << (8 - bitDepth * (place + 1)))
    }
  }
}

private func nativeBytes(_ value: UInt16) -> [UInt8] {
  withUnsafeBytes(of: value) { Array($0) }
}
