/// What the header of an image says.
struct ImageHeader {
  var height: Int
  var width: Int
  /// True if no pixel can be anything but gray.
  var isGray: Bool

  /// The most pixels that an image may have, Pillow's own limit: more is a damaged header or an attack.
  static let pixelLimit = 178_956_970

  /// The header of no file at all.
  static let none = ImageHeader()

  private init() {
    height = 0
    width = 0
    isGray = true
  }

  /// Checks the size before anything is allocated for it.
  init(height: Int, width: Int, isGray: Bool) throws(DecodingError) {
    guard height > 0, width > 0 else {
      throw DecodingError("its header says \(width) x \(height) pixels")
    }
    guard height <= ImageHeader.pixelLimit / width else {
      throw DecodingError(
        "its header says \(width) x \(height) pixels, more than the \(ImageHeader.pixelLimit) that are read")
    }
    self.height = height
    self.width = width
    self.isGray = isGray
  }

  /// Refuses a file that is too small to hold its pixels, before memory is taken for them.
  ///
  /// - Parameters:
  ///   - found: The bytes of the file.
  ///   - least: The bytes that the tightest code takes for that many pixels.
  ///   - format: What the file is.
  func requireBytes(_ found: Int, least: Int, format: String) throws(DecodingError) {
    guard found < least else { return }
    throw DecodingError(
      "the \(format) is cut short (\(width) x \(height) pixels do not fit into \(found) bytes)")
  }

  /// Refuses a file whose header asks for more memory than a picture of its length can need.
  ///
  /// Some formats say of any number of pixels in a few bytes that they are all alike. Up to 2^24 pixels are taken from any
  /// file; of more, 4,096 for each byte, which is three times what one color takes in the formats that pack well.
  func requirePlausible(bytes: Int) throws(DecodingError) {
    guard height * width > 1 << 24, height * width / 4096 > bytes else { return }
    throw DecodingError(
      "its header says \(width) x \(height) pixels, the file has \(bytes) bytes: no picture is so small")
  }

  /// The header of the image turned upright.
  func turned(_ orientation: ImageOrientation) -> ImageHeader {
    var header = self
    if orientation.exchangesSides { swap(&header.height, &header.width) }
    return header
  }

  /// The color mode that keeps all that the file holds.
  var color: ColorMode { isGray ? .grayscale : .rgb }

  var size: ImageSize { ImageSize(height: height, width: width) }
}
