/// What is done to an image before the network sees it; written with the model, so that prediction does the same.
public struct Preprocessing: Hashable, Sendable {
  /// The height to which images are resized.
  public let height: Int
  /// The width to which images are resized.
  public let width: Int
  /// `grayscale`, `rgb` or `rgba`.
  public let color: String
  /// The filter that resizes: `bilinear` or `nearest`.
  public let resizeFilter: String
  /// What the bytes of a pixel are multiplied by.
  public let rescale: Double
  /// Whether images are turned as their EXIF data asks. A file that does not say was made when none were.
  public let exifOrientation: Bool
  /// What shows behind transparent pixels, `R,G,B` from 0 to 255.
  public let background: String

  /// Describes the preparation of an image.
  public init(
    height: Int, width: Int, color: String, resizeFilter: String = "bilinear", rescale: Double = 1 / 255,
    exifOrientation: Bool = true, background: String = "255,255,255"
  ) {
    self.height = height
    self.width = width
    self.color = color
    self.resizeFilter = resizeFilter
    self.rescale = rescale
    self.exifOrientation = exifOrientation
    self.background = background
  }

  /// The JSON in the model's file.
  var json: JSON {
    .object([
      ("height", .integer(height)), ("width", .integer(width)), ("color", .string(color)),
      ("resize_filter", .string(resizeFilter)), ("rescale", .number(rescale)),
      ("exif_orientation", .boolean(exifOrientation)), ("background", .string(background)),
    ])
  }

  /// Reads that JSON; nil where a field is missing, unknown or of another kind.
  init?(json: JSON) {
    let exif = json["exif_orientation"] ?? false
    let background = json["background"] ?? "255,255,255"
    let optional = ["exif_orientation", "background"].count { json[$0] != nil }
    guard let height = json["height"]?.wholeNumber, height > 0, let width = json["width"]?.wholeNumber,
      width > 0,
      let color = json["color"]?.text, let filter = json["resize_filter"]?.text,
      let rescale = json["rescale"]?.realNumber, case .boolean(let exifOrientation) = exif,
      let background = background.text, Preprocessing.isColor(background),
      json.members?.count == 5 + optional
    else { return nil }
    self.init(
      height: height, width: width, color: color, resizeFilter: filter, rescale: rescale,
      exifOrientation: exifOrientation, background: background)
  }

  /// True for three numbers from 0 to 255 with commas between them.
  private static func isColor(_ text: String) -> Bool {
    let values = text.split(separator: ",", omittingEmptySubsequences: false)
    return values.count == 3 && values.allSatisfy { UInt8($0) != nil }
  }
}
