/// How a file becomes pixels, where that is a matter of choice.
public struct DecodingOptions: Sendable, Hashable {
  /// Whether an image is turned as its EXIF orientation asks: photos of telephones stand upright.
  ///
  /// Orientations 5 to 8 exchange height and width, so the image's own size is that of the upright picture.
  public var appliesOrientation: Bool
  /// What shows behind transparent pixels where the color mode has no alpha.
  public var background: BackgroundColor
  /// Whether an image that is resized to sides of another ratio is cut at both ends of its longer one, so that nothing in
  /// it is stretched; Keras' `keep_aspect_ratio`.
  public var keepsAspectRatio: Bool

  /// Creates options: upright, on white paper, all of the image.
  public init(
    appliesOrientation: Bool = true, background: BackgroundColor = .white, keepsAspectRatio: Bool = false
  ) {
    self.appliesOrientation = appliesOrientation
    self.background = background
    self.keepsAspectRatio = keepsAspectRatio
  }
}

/// An opaque color: what shows behind transparent pixels.
///
/// A value v of opacity a becomes (v a + b (255 − a)) / 255, rounded, over the background's b. White is the default, as
/// on paper and on most web pages; Keras and Pillow's `convert("RGB")` drop the opacity instead, which shows whatever
/// color a program left under the transparent pixels.
public struct BackgroundColor: Sendable, Hashable, CustomStringConvertible {
  /// The amount of red.
  public var red: UInt8
  /// The amount of green.
  public var green: UInt8
  /// The amount of blue.
  public var blue: UInt8

  /// White: 255, 255, 255.
  public static let white = BackgroundColor(red: 255, green: 255, blue: 255)

  /// Whether it is a shade of gray; an image that shows another background is no gray image.
  var isGray: Bool { red == green && green == blue }

  /// Creates a color.
  public init(red: UInt8, green: UInt8, blue: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Reads `R,G,B`, or one number for a shade of gray, each from 0 to 255; `nil` for anything else.
  public init?(_ text: String) {
    let values = text.split(separator: ",", omittingEmptySubsequences: false).map { UInt8($0) }
    guard values.count == 1 || values.count == 3, let red = values[0], let green = values[values.count / 2],
      let blue = values[values.count - 1]
    else { return nil }
    self.init(red: red, green: green, blue: blue)
  }

  /// `R,G,B`, as the command line takes it.
  public var description: String { "\(red),\(green),\(blue)" }
}
