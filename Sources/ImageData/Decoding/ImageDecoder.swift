/// Turns the bytes of files into pixels of one size and color mode; keeps its memory from image to image.
///
/// Used by one thread at a time. Files are recognised by their content. The orientation that a camera notes in EXIF is
/// not applied, as in Keras; pixels that are transparent show white paper.
final class ImageDecoder: @unchecked Sendable {
  // Unchecked: handed from thread to thread, never shared.
  private var jpeg: JPEGDecoder?
  private var resampler = Resampler()
  /// Pixels as a decoder delivers them.
  private var delivered = Scratch()
  /// Gray or RGB pixels at the file's own size.
  private var whole = Scratch()

  /// Decodes one image, resized if its size is another.
  ///
  /// - Parameters:
  ///   - size: The size wanted; `destination` has room for its pixels.
  ///   - color: The color mode wanted.
  /// - Returns: What the file's header says.
  func decode(
    _ bytes: UnsafeRawBufferPointer, size: ImageSize, color: ColorMode, interpolation: Interpolation,
    into destination: UnsafeMutablePointer<UInt8>
  ) throws(DecodingError) -> ImageHeader {
    let image = try open(bytes)
    let header = image.header
    guard header.size != size else {
      try decode(image, color, into: destination)
      return header
    }
    let divisor = interpolation == .bilinear ? image.divisor(toReach: size) : 1
    let pixels = try whole.pixels(header.size.reduced(by: divisor).area * color.channels)
    try decode(image, color, reducedBy: divisor, into: pixels)
    resampler.resize(
      pixels, from: header.size, to: size, channels: color.channels, interpolation: interpolation,
      reducedBy: divisor, into: destination)
    return header
  }

  /// What the header of an image says.
  func header(of bytes: UnsafeRawBufferPointer) throws(DecodingError) -> ImageHeader {
    try open(bytes).header
  }

  /// Decodes one image at its own size, in its own color mode unless another is asked for.
  ///
  /// - Returns: The header, and pixels that are valid until the next call.
  func decodeWhole(
    _ bytes: UnsafeRawBufferPointer, color: ColorMode? = nil
  ) throws(DecodingError) -> (ImageHeader, UnsafePointer<UInt8>) {
    let image = try open(bytes)
    let color = color ?? image.header.color
    let pixels = try whole.pixels(image.header.size.area * color.channels)
    try decode(image, color, into: pixels)
    return (image.header, UnsafePointer(pixels))
  }

  /// Recognises the file and reads its header.
  private func open(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) -> any OpenedImage {
    switch try ImageFormat(bytes) {
    case .jpeg:
      let decoder: JPEGDecoder
      if let jpeg { decoder = jpeg } else { decoder = try JPEGDecoder() }
      jpeg = decoder
      try decoder.open(bytes)
      return decoder
    case .png:
      return try PNGDecoder(bytes)
    }
  }

  /// Decodes an opened file: straight to its destination if the decoder delivers what is wanted there.
  private func decode(
    _ image: any OpenedImage, _ color: ColorMode, reducedBy divisor: Int = 1,
    into pixels: UnsafeMutablePointer<UInt8>
  ) throws(DecodingError) {
    let layout = image.layout(for: color)
    guard !layout.isExactly(color) else {
      return try image.decode(layout, reducedBy: divisor, into: pixels)
    }
    let area = image.header.size.reduced(by: divisor).area
    let source = try delivered.pixels(area * layout.bytesPerPixel)
    try image.decode(layout, reducedBy: divisor, into: source)
    layout.convert(source, count: area, to: color, pixels)
  }
}

/// A file whose header was read and whose pixels can be.
protocol OpenedImage {
  /// What the file's header says.
  var header: ImageHeader { get }

  /// How the pixels are delivered where `color` is wanted.
  func layout(for color: ColorMode) -> PixelLayout

  /// The factor by which the image may be reduced while it is decoded if it is to be resized: 1, 2 or 4.
  func divisor(toReach size: ImageSize) -> Int

  /// Decodes the whole file; memory for all pixels of the layout, at that part of the size, is behind `pixels`.
  func decode(
    _ layout: PixelLayout, reducedBy divisor: Int, into pixels: UnsafeMutableRawPointer
  ) throws(DecodingError)
}

extension OpenedImage {
  /// Formats that store pixels are decoded at their own size.
  func divisor(toReach size: ImageSize) -> Int { 1 }
}
