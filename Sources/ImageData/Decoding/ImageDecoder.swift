/// Turns the bytes of files into pixels of one size and color mode; keeps its memory from image to image.
///
/// Used by one thread at a time. Files are recognised by their content.
final class ImageDecoder: @unchecked Sendable {
  // Unchecked: handed from thread to thread, never shared.
  private let options: DecodingOptions
  private var resampler = Resampler()
  /// Pixels as a decoder delivers them.
  private var delivered = Scratch()
  /// Pixels of the color mode wanted at the file's own size.
  private var whole = Scratch()
  /// Pixels that are to be turned.
  private var stored = Scratch()

  init(options: DecodingOptions = DecodingOptions()) {
    self.options = options
  }

  /// Decodes one image, resized if its size is another.
  ///
  /// An image that is stored lying is resized as it lies and then turned: that is less work, and by the rounding
  /// of two passes a level or two at most away from the other order.
  ///
  /// - Parameters:
  ///   - size: The size wanted; `destination` has room for its pixels.
  ///   - color: The color mode wanted.
  /// - Returns: What the file's header says of the upright image.
  func decode(
    _ bytes: UnsafeRawBufferPointer, size: ImageSize, color: ColorMode, interpolation: Interpolation,
    into destination: UnsafeMutablePointer<UInt8>
  ) throws(DecodingError) -> ImageHeader {
    let image = try open(bytes)
    let orientation = orientation(of: image)
    let upright = orientation.size(of: image.header.size)
    let box = options.keepsAspectRatio ? CropBox(of: upright, like: size) : CropBox(allOf: upright)
    if orientation == .upright {
      try decode(image, size: size, box, color, interpolation, into: destination)
    } else {
      let storedSize = orientation.size(of: size)
      let pixels = try stored.pixels(storedSize.area * color.channels)
      try decode(
        image, size: storedSize, box.stored(orientation, in: image.header.size), color, interpolation,
        into: pixels)
      orientation.turn(pixels, of: storedSize, channels: color.channels, into: destination)
    }
    return uprightHeader(of: image)
  }

  /// What the header of an image says of the upright image.
  func header(of bytes: UnsafeRawBufferPointer) throws(DecodingError) -> ImageHeader {
    uprightHeader(of: try open(bytes))
  }

  /// Decodes one image at its own size and in its own color mode, to see that it can be.
  ///
  /// - Returns: What its header says of the upright image.
  func checkedHeader(of bytes: UnsafeRawBufferPointer) throws(DecodingError) -> ImageHeader {
    let image = try open(bytes)
    let color = image.header.color
    try decode(image, color, into: try whole.pixels(image.header.size.area * color.channels))
    return uprightHeader(of: image)
  }

  /// What the header says of the image as it is wanted: upright, and with the color of the background.
  private func uprightHeader(of image: any OpenedImage) -> ImageHeader {
    var header = image.header.turned(orientation(of: image))
    if image.hasAlpha, !options.background.isGray { header.isGray = false }
    return header
  }

  private func orientation(of image: any OpenedImage) -> ImageOrientation {
    options.appliesOrientation ? image.orientation : .upright
  }

  /// Recognises the file and reads its header, before memory is taken for its pixels.
  ///
  /// - Returns: The file, to be used before the next one is opened, and while the bytes are there.
  func open(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) -> any OpenedImage {
    let image = try recognise(bytes)
    try image.header.requirePlausible(bytes: bytes.count)
    return image
  }

  private func recognise(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) -> any OpenedImage {
    switch try ImageFormat(bytes) {
    case .jpeg:
      // One decoder a file, which costs a microsecond: TurboJPEG keeps the tables of the last file for one that lacks its
      // own, and a header that it refused for the start of the next, so that a file would depend on others.
      let decoder = try JPEGDecoder()
      try decoder.open(bytes)
      return decoder
    case .png: return try PNGDecoder(bytes)
    case .webp: return try WebPDecoder(bytes)
    case .gif: return try GIFDecoder(bytes)
    case .bmp: return try BMPDecoder(bytes)
    case .pnm: return try PNMDecoder(bytes)
    }
  }

  /// Decodes an opened file as it is stored; what the box shows is resized if its size is another.
  private func decode(
    _ image: any OpenedImage, size: ImageSize, _ box: CropBox, _ color: ColorMode,
    _ interpolation: Interpolation, into destination: UnsafeMutablePointer<UInt8>
  ) throws(DecodingError) {
    let header = image.header
    guard header.size != size else { return try decode(image, color, into: destination) }
    let divisor =
      interpolation == .bilinear ? image.divisor(toReach: box.wholeSize(of: header.size, for: size)) : 1
    let count = header.size.reduced(by: divisor).area
    let pixels = try whole.pixels(count * color.channels)
    try decode(image, color, reducedBy: divisor, into: pixels)
    let mixes = color == .rgba && interpolation != .nearest
    if mixes { PremultipliedAlpha.multiply(pixels, count: count) }
    resampler.resize(
      pixels, from: header.size, showing: box, to: size, channels: color.channels,
      interpolation: interpolation,
      reducedBy: divisor, into: destination)
    if mixes { PremultipliedAlpha.divide(destination, count: size.area) }
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
    layout.convert(source, count: area, to: color, over: options.background, pixels)
  }
}
