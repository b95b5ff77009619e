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
  /// What is done to the values besides.
  public let standardization: Standardization

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
    /// The name of a function of the program that trained the model, which is applied first; nil for none.
    public var preprocessingFunction: String?

    /// Nothing.
    public init() {}
  }

  /// Describes the preparation of an image.
  public init(
    height: Int, width: Int, color: String, resizeFilter: String = "bilinear", rescale: Double = 1 / 255,
    standardization: Standardization = Standardization()
  ) {
    self.height = height
    self.width = width
    self.color = color
    self.resizeFilter = resizeFilter
    self.rescale = rescale
    self.standardization = standardization
  }

  /// The JSON in the model's file.
  var json: JSON {
    .object(
      [
        ("height", .integer(height)), ("width", .integer(width)), ("color", .string(color)),
        ("resize_filter", .string(resizeFilter)), ("rescale", .number(rescale)),
      ] + standardization.members)
  }

  /// Reads that JSON; nil where a field is missing, unknown or of another kind.
  init?(json: JSON) {
    let own = ["height", "width", "color", "resize_filter", "rescale"]
    guard let height = json["height"]?.wholeNumber, height > 0, let width = json["width"]?.wholeNumber,
      width > 0, let color = json["color"]?.text, let filter = json["resize_filter"]?.text,
      let rescale = json["rescale"]?.realNumber, let members = json.members,
      let standardization = Standardization(
        members: members.filter { !own.contains($0.name) }, channels: color == "grayscale" ? 1 : 3)
    else { return nil }
    self.init(
      height: height, width: width, color: color, resizeFilter: filter, rescale: rescale,
      standardization: standardization)
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
      case "preprocessing_function":
        guard let name = value.text else { return nil }
        preprocessingFunction = name
      default: return nil
      }
    }
    // Nothing is divided that is not centered.
    if featurewiseStd != nil, featurewiseMean == nil { return nil }
  }
}
