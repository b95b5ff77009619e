/// Images and labels in arrays of NumPy.
///
/// Images are (N, H, W) or (N, H, W, C), see ``NumPyPixels``. Labels are (N) or (N, 1) whole numbers, or texts, which then
/// are the names of the classes.
struct NumPyImages {
  let pixels: NumPyPixels
  /// The place of each image's class among the names.
  let labels: [Int]
  /// The classes that occur: numbers in their order, texts in the letters'.
  let labelNames: [String]

  /// Checks that both fit together.
  init(images: NPYArray, labels: NPYArray) throws(DecodingError) {
    pixels = try NumPyPixels(stack: images)
    let isColumn = labels.shape.count == 1 || labels.shape.count == 2 && labels.shape[1] == 1
    guard isColumn, labels.shape[0] == pixels.count else {
      throw DecodingError(
        "the labels have the shape \(shapeText(labels.shape)) beside \(pixels.count) images; \(pixels.count) are expected, "
          + "one a row (of one-hot labels save numpy.argmax(y, axis=1))")
    }
    (self.labels, labelNames) = try Self.classes(labels)
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
