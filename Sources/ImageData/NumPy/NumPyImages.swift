/// Images and labels in arrays of NumPy.
///
/// Images are (N, H, W) for gray or (N, H, W, C) with 1, 3 or 4 channels: bytes; or other numbers, if each is a whole number
/// of 0...255, or if all are within 0...1 and are multiples of 1/255. Others, such as standardized ones, would lose their
/// precision and are refused. Labels are (N) or (N, 1) whole numbers, or texts, which then are the names of the classes.
struct NumPyImages {
  let size: ImageSize
  let color: ColorMode
  /// The place of each image's class among the names.
  let labels: [Int]
  /// The classes that occur: numbers in their order, texts in the letters'.
  let labelNames: [String]
  private let pixels: ArraySlice<UInt8>

  /// Checks that both fit together.
  init(images: NPYArray, labels: NPYArray) throws(DecodingError) {
    let shape = images.shape
    let channels = shape.count == 4 ? shape[3] : 1
    guard (3...4).contains(shape.count), shape.allSatisfy({ $0 > 0 }),
      let color = ColorMode(channels: channels)
    else {
      throw DecodingError(
        "the images have the shape \(shapeText(shape)); N x height x width is expected, or this with 1, 3 or 4 channels "
          + "as the last")
    }
    guard shape[1] <= 65_535, shape[2] <= 65_535 else {
      throw DecodingError(
        "the images have the shape \(shapeText(shape)); at most 65,535 pixels in a row are read")
    }
    self.color = color
    size = ImageSize(height: shape[1], width: shape[2])
    pixels = try Self.bytes(images)
    let isColumn = labels.shape.count == 1 || labels.shape.count == 2 && labels.shape[1] == 1
    guard isColumn, labels.shape[0] == shape[0] else {
      throw DecodingError(
        "the labels have the shape \(shapeText(labels.shape)) beside \(shape[0]) images; \(shape[0]) are expected, one a "
          + "row (of one-hot labels save numpy.argmax(y, axis=1))")
    }
    (self.labels, labelNames) = try Self.classes(labels)
  }

  /// The number of images.
  var count: Int { labels.count }

  /// Writes the pixels of an image: height x width x channels bytes.
  func writePixels(_ index: Int, to destination: UnsafeMutablePointer<UInt8>) {
    let length = size.area * color.channels
    pixels.withUnsafeBufferPointer { pixels in
      guard let start = pixels.baseAddress else { return }
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

  private static func classes(_ labels: NPYArray) throws(DecodingError) -> (places: [Int], names: [String]) {
    let count = labels.shape[0]
    if case .text = labels.element {
      let texts = (0..<count).map { labels.text($0) ?? "" }
      guard !texts.contains("") else { throw DecodingError("a label is empty or no valid text") }
      let names = Set(texts).sorted()
      let places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      return (texts.map { places[$0] ?? 0 }, names)
    }
    let numbers = (0..<count).compactMap(labels.integer)
    guard numbers.count == count else {
      throw DecodingError("the labels are no whole numbers; save them as int64, or as texts")
    }
    let values = Set(numbers).sorted()
    let places = Dictionary(values.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return (numbers.map { places[$0] ?? 0 }, values.map(String.init))
  }
}
