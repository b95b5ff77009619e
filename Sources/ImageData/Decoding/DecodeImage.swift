import Files

/// One decoded image in memory.
public struct DecodedImage: Hashable, Sendable {
  /// H x W x C bytes.
  public let pixels: [UInt8]
  /// The height and width.
  public let size: ImageSize
  /// The channels.
  public let color: ColorMode

  /// An image from its pixels.
  ///
  /// - Precondition: There are height x width x channels bytes.
  public init(pixels: [UInt8], size: ImageSize, color: ColorMode) {
    precondition(
      pixels.count == size.area * color.channels,
      "an image of \(size) \(color.rawValue) has \(size.area * color.channels) bytes, found \(pixels.count)")
    self.pixels = pixels
    self.size = size
    self.color = color
  }
}

/// Decodes an image file: JPEG, PNG, WebP, GIF (the first frame), BMP, PPM, PGM or PBM.
///
/// - Parameters:
///   - path: The file; what it is is seen from its content.
///   - size: The size wanted, or `nil` for the image's own.
///   - color: The color mode wanted, or `nil` for the image's own.
///   - interpolation: The filter if the size is another.
///   - options: Whether it is turned upright, and what shows behind transparent pixels.
/// - Throws: `ImageDataError` if the file cannot be read or is no such image.
public func decodeImage(
  path: String, size: ImageSize? = nil, color: ColorMode? = nil, interpolation: Interpolation = .bilinear,
  options: DecodingOptions = DecodingOptions()
) throws -> DecodedImage {
  switch FileKind(path) {
  case nil: throw ImageDataError.unreadableFile(path: path, reason: SystemError().description)
  case .folder: throw ImageDataError.unreadableFile(path: path, reason: "it is a directory")
  default: break
  }
  let chunk = FileChunk()
  chunk.read([ImageFile(path: path, relativePath: path, label: 0)], from: 0)
  do {
    return try chunk.withBytes(of: 0) { (bytes) throws(DecodingError) in
      try decode(bytes, size, color, interpolation, options)
    }
  } catch {
    if case .failure = chunk.contents[0] {
      throw ImageDataError.unreadableFile(path: path, reason: error.reason)
    }
    throw ImageDataError.badImage(BadImage(path: path, reason: error.reason))
  }
}

/// Decodes the bytes of an image file.
///
/// - Parameters:
///   - bytes: The whole file.
///   - size: The size wanted, or `nil` for the image's own.
///   - color: The color mode wanted, or `nil` for the image's own.
///   - interpolation: The filter if the size is another.
///   - options: Whether it is turned upright, and what shows behind transparent pixels.
/// - Throws: `ImageDataError.badImage` if the bytes are no such image.
public func decodeImage(
  bytes: [UInt8], size: ImageSize? = nil, color: ColorMode? = nil, interpolation: Interpolation = .bilinear,
  options: DecodingOptions = DecodingOptions()
) throws -> DecodedImage {
  let result = bytes.withUnsafeBytes { bytes in
    Result { () throws(DecodingError) in try decode(bytes, size, color, interpolation, options) }
  }
  return try result.mapError { ImageDataError.badImage(BadImage(path: "image in memory", reason: $0.reason)) }
    .get()
}

private func decode(
  _ bytes: UnsafeRawBufferPointer, _ size: ImageSize?, _ color: ColorMode?, _ interpolation: Interpolation,
  _ options: DecodingOptions
) throws(DecodingError) -> DecodedImage {
  let decoder = ImageDecoder(options: options)
  let header = try decoder.header(of: bytes)
  let (size, color) = (size ?? header.size, color ?? header.color)
  var pixels = [UInt8](repeating: 0, count: size.area * color.channels)
  // The same way as a data set's images, so that they have the same pixels.
  let result = pixels.withUnsafeMutableBufferPointer { buffer in
    Result { () throws(DecodingError) in
      guard let start = buffer.baseAddress else { return }
      _ = try decoder.decode(bytes, size: size, color: color, interpolation: interpolation, into: start)
    }
  }
  try result.get()
  return DecodedImage(pixels: pixels, size: size, color: color)
}
