/// The pixels of images in an array of NumPy.
///
/// They are bytes; or other numbers, if each is a whole number of 0...255, or if all are within 0...1 and are multiples of
/// 1/255. Others, such as standardized ones, would lose their precision and are refused.
struct NumPyPixels {
  let size: ImageSize
  let color: ColorMode
  /// The number of images.
  let count: Int
  private let bytes: ArraySlice<UInt8>

  /// Takes (N, H, W) for gray or (N, H, W, C) with 1, 3 or 4 channels.
  init(stack array: NPYArray) throws(DecodingError) {
    try self.init(array, shape: Self.isStack(array.shape) ? array.shape : nil)
  }

  /// Takes also one image: (H, W), or (H, W, C) with 1, 3 or 4 channels.
  ///
  /// Three axes of which the last is 1, 3 or 4 are one image, unless the last two are the size that is due.
  ///
  /// - Parameter due: The size of the images that are wanted.
  init(_ array: NPYArray, due: ImageSize?) throws(DecodingError) {
    let shape = array.shape
    let isDue = due.map { shape.suffix(2) == [$0.height, $0.width] } ?? false
    if let due, !isDue { try Self.requireNoRows(shape, of: due) }
    let isOne = shape.count == 2 || shape.count == 3 && ColorMode(channels: shape[2]) != nil && !isDue
    let stack = isOne ? [1] + shape : shape
    try self.init(array, shape: Self.isStack(stack) ? stack : nil, orOne: true)
  }

  /// Refuses two axes that may be one image, or a row with all pixels of an image each.
  private static func requireNoRows(_ shape: [Int], of due: ImageSize) throws(DecodingError) {
    guard shape.count == 2, let color = ColorMode(channels: shape[1] / due.area),
      shape[1] == due.area * color.channels
    else { return }
    let sides = "\(due.height), \(due.width)" + (color == .grayscale ? "" : ", \(color.channels)")
    throw DecodingError(
      "the array has the shape \(shapeText(shape)), which may be one image or the pixels of \(shape[0]) in rows; save "
        + "array[None] of the one, or array.reshape(-1, \(sides))")
  }

  private static func isStack(_ shape: [Int]) -> Bool {
    (3...4).contains(shape.count) && shape.allSatisfy { $0 > 0 }
      && (shape.count == 3 || ColorMode(channels: shape[3]) != nil)
  }

  private init(_ array: NPYArray, shape: [Int]?, orOne: Bool = false) throws(DecodingError) {
    guard let shape, let color = ColorMode(channels: shape.count == 4 ? shape[3] : 1) else {
      throw DecodingError(
        "the images have the shape \(shapeText(array.shape)); N x height x width is expected, or this with 1, 3 or 4 "
          + "channels as the last" + (orOne ? "; or one image without the N" : ""))
    }
    guard shape[1] <= 65_535, shape[2] <= 65_535 else {
      throw DecodingError(
        "the images have the shape \(shapeText(array.shape)); at most 65,535 pixels in a row are read")
    }
    self.color = color
    count = shape[0]
    size = ImageSize(height: shape[1], width: shape[2])
    bytes = try Self.bytes(array)
  }

  /// Writes the pixels of an image: height x width x channels bytes.
  func writePixels(_ index: Int, to destination: UnsafeMutablePointer<UInt8>) {
    let length = size.area * color.channels
    bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      destination.update(from: start + index * length, count: length)
    }
  }

  private static func bytes(_ images: NPYArray) throws(DecodingError) -> ArraySlice<UInt8> {
    if let bytes = images.unsignedBytes { return bytes }
    let count = images.count
    var largest = -Double.infinity
    for index in 0..<count {
      guard let value = images.float(index) else {
        throw DecodingError("the images are texts; numbers are expected")
      }
      // Not a number is largest, too.
      if !(value <= largest) { largest = value }
    }
    var isFloat = false
    if case .float = images.element { isFloat = true }
    let scale: Double = isFloat && largest <= 1 ? 255 : 1
    var bytes = [UInt8](repeating: 0, count: count)
    for index in 0..<count {
      let value = (images.float(index) ?? .nan) * scale
      // 1/255 in Float, times 255, is off by some 1e-7 of 255 at most.
      guard value > -0.5, value < 255.5, abs(value - value.rounded()) < 1e-3 else {
        throw DecodingError(
          "the images hold \(images.float(index) ?? .nan); bytes are expected, or numbers that are multiples of 1/255 "
            + "within 0...1: save the images before they are standardized, as uint8")
      }
      bytes[index] = UInt8(value.rounded())
    }
    return bytes[...]
  }
}
