/// What is done to an image before the network sees it; written with the model, so that prediction does the same.
public struct Preprocessing: Hashable, Sendable {
  /// The height to which images are resized.
  public let height: Int
  /// The width to which images are resized.
  public let width: Int
  /// `grayscale`, `rgb` or `rgba`.
  public let color: String
  /// The filter that resizes: `bilinear`, `nearest`, `bicubic`, `lanczos`, `box` or `hamming`.
  public let resizeFilter: String
  /// What the bytes of a pixel are multiplied by.
  public let rescale: Double
  /// Whether images are turned as their EXIF data asks. A file that does not say was made when none were.
  public let exifOrientation: Bool
  /// What shows behind transparent pixels, `R,G,B` from 0 to 255.
  public let background: String
  /// Whether images are cut to the ratio of the sides before they are resized.
  public let keepAspectRatio: Bool
  /// What is done to the values besides.
  public var standardization: Standardization

  /// What is done to the values of an image besides a common factor; by default nothing.
  public struct Standardization: Hashable, Sendable {
    /// Whether each image's mean becomes 0.
    public var samplewiseCenter = false
    /// Whether each image's standard deviation becomes 1.
    public var samplewiseStdNormalization = false
    /// What is subtracted from each channel, its mean over the training images; nil for nothing.
    public var featurewiseMean: [Double]?
    /// What each channel is divided by (+ 10⁻⁶), its standard deviation over the training images; nil for nothing.
    public var featurewiseStd: [Double]?
    /// The matrix W of the whitening y = x W, row by row, which follows the subtraction; nil for none. It stands in the
    /// file as a tensor of its own.
    public var whitening: [Float]?
    /// The name of a function of the program that trained the model, which is applied first; nil for none.
    public var preprocessingFunction: String?

    /// Nothing.
    public init() {}
  }

  /// Describes the preparation of an image.
  public init(
    height: Int, width: Int, color: String, resizeFilter: String = "bilinear", rescale: Double = 1 / 255,
    exifOrientation: Bool = true, background: String = "255,255,255", keepAspectRatio: Bool = false,
    standardization: Standardization = Standardization()
  ) {
    self.height = height
    self.width = width
    self.color = color
    self.resizeFilter = resizeFilter
    self.rescale = rescale
    self.exifOrientation = exifOrientation
    self.background = background
    self.keepAspectRatio = keepAspectRatio
    self.standardization = standardization
  }

  /// The JSON in the model's file.
  var json: JSON {
    .object(
      [
        ("height", .integer(height)), ("width", .integer(width)), ("color", .string(color)),
        ("resize_filter", .string(resizeFilter)), ("rescale", .number(rescale)),
        ("exif_orientation", .boolean(exifOrientation)), ("background", .string(background)),
      ] + (keepAspectRatio ? [("keep_aspect_ratio", true)] : []) + standardization.members)
  }

  /// Reads that JSON; nil where a field is missing, unknown or of another kind.
  init?(json: JSON) {
    let own = [
      "height", "width", "color", "resize_filter", "rescale", "exif_orientation", "background",
      "keep_aspect_ratio",
    ]
    let exif = json["exif_orientation"] ?? false
    let background = json["background"] ?? "255,255,255"
    let keep = json["keep_aspect_ratio"] ?? false
    guard let height = json["height"]?.wholeNumber, height > 0, let width = json["width"]?.wholeNumber,
      width > 0, let color = json["color"]?.text, let filter = json["resize_filter"]?.text,
      let rescale = json["rescale"]?.realNumber, case .boolean(let exifOrientation) = exif,
      case .boolean(let keepAspectRatio) = keep,
      let background = background.text, Preprocessing.isColor(background), let members = json.members,
      let standardization = Standardization(
        members: members.filter { !own.contains($0.name) }, channels: Preprocessing.channels(of: color))
    else { return nil }
    self.init(
      height: height, width: width, color: color, resizeFilter: filter, rescale: rescale,
      exifOrientation: exifOrientation, background: background, keepAspectRatio: keepAspectRatio,
      standardization: standardization)
  }

  /// The channels of a color mode.
  private static func channels(of color: String) -> Int {
    switch color {
    case "grayscale": 1
    case "rgba": 4
    default: 3
    }
  }

  /// True for three numbers from 0 to 255 with commas between them.
  private static func isColor(_ text: String) -> Bool {
    let values = text.split(separator: ",", omittingEmptySubsequences: false)
    return values.count == 3 && values.allSatisfy { UInt8($0) != nil }
  }
}

extension Preprocessing.Standardization {
  /// The members of the JSON: only those that say something.
  var members: [JSON.Member] {
    var members: [JSON.Member] = []
    if samplewiseCenter { members.append(("samplewise_center", true)) }
    if samplewiseStdNormalization { members.append(("samplewise_std_normalization", true)) }
    if let featurewiseMean {
      members.append(("featurewise_mean", .array(featurewiseMean.map(JSON.number))))
    }
    if let featurewiseStd { members.append(("featurewise_std", .array(featurewiseStd.map(JSON.number)))) }
    if whitening != nil { members.append(("zca_whitening", true)) }
    if let preprocessingFunction {
      members.append(("preprocessing_function", .string(preprocessingFunction)))
    }
    return members
  }

  /// Reads those members; nil where one is unknown or of another kind, or does not fit the channels.
  init?(members: [JSON.Member], channels: Int) {
    func numbers(_ json: JSON) -> [Double]? {
      guard let elements = json.elements, elements.count == channels else { return nil }
      let numbers = elements.compactMap(\.realNumber).filter(\.isFinite)
      return numbers.count == channels ? numbers : nil
    }
    for (name, value) in members {
      switch name {
      case "samplewise_center":
        guard value == true else { return nil }
        samplewiseCenter = true
      case "samplewise_std_normalization":
        guard value == true else { return nil }
        samplewiseStdNormalization = true
      case "featurewise_mean":
        guard let means = numbers(value) else { return nil }
        featurewiseMean = means
      case "featurewise_std":
        guard let deviations = numbers(value), deviations.allSatisfy({ $0 >= 0 }) else { return nil }
        featurewiseStd = deviations
      case "zca_whitening":
        guard value == true else { return nil }
        // The numbers follow from the tensor.
        whitening = []
      case "preprocessing_function":
        guard let name = value.text else { return nil }
        preprocessingFunction = name
      default: return nil
      }
    }
    // Nothing is divided that is not centered.
    if featurewiseStd != nil || whitening != nil, featurewiseMean == nil { return nil }
    if featurewiseStd != nil, whitening != nil { return nil }
  }
}
