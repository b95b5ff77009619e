/// What is done to an image before the network sees it; written with the model, so that prediction does the same.
public struct Preprocessing: Hashable, Sendable {
  /// The height to which images are resized.
  public let height: Int
  /// The width to which images are resized.
  public let width: Int
  /// `grayscale` or `rgb`.
  public let color: String
  /// The filter that resizes: `bilinear` or `nearest`.
  public let resizeFilter: String
  /// What the bytes of a pixel are multiplied by.
  public let rescale: Double

  /// Describes the preparation of an image.
  public init(
    height: Int, width: Int, color: String, resizeFilter: String = "bilinear", rescale: Double = 1 / 255
  ) {
    self.height = height
    self.width = width
    self.color = color
    self.resizeFilter = resizeFilter
    self.rescale = rescale
  }

  /// The JSON in the model's file.
  var json: JSON {
    .object([
      ("height", .integer(height)), ("width", .integer(width)), ("color", .string(color)),
      ("resize_filter", .string(resizeFilter)), ("rescale", .number(rescale)),
    ])
  }

  /// Reads that JSON; nil where a field is missing, unknown or of another kind.
  init?(json: JSON) {
    guard let height = json["height"]?.wholeNumber, height > 0, let width = json["width"]?.wholeNumber,
      width > 0,
      let color = json["color"]?.text, let filter = json["resize_filter"]?.text,
      let rescale = json["rescale"]?.realNumber, json.members?.count == 5
    else { return nil }
    self.init(height: height, width: width, color: color, resizeFilter: filter, rescale: rescale)
  }
}
