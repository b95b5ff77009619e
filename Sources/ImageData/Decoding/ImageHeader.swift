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

  /// The color mode that keeps all that the file holds.
  var color: ColorMode { isGray ? .grayscale : .rgb }

  var size: ImageSize { ImageSize(height: height, width: width) }
}
