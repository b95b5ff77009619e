extension ImageDataGenerator {
  /// How the values of images are changed at random; the names are Keras', and beyond Keras those of the field.
  public struct Color: Hashable, Sendable {
    /// The factors of which every image gets one; nil for none.
    public var brightnessRange: ClosedRange<Double>?
    /// s: every image gets one number of −s ... s added, in levels of 0 to 255.
    public var channelShiftRange: Double
    /// The factors of which every image's distance from its mean gray gets one; nil for none.
    public var contrastRange: ClosedRange<Double>?
    /// The factors of which the distance of every pixel from its gray gets one; nil for none. Gray images have none.
    public var saturationRange: ClosedRange<Double>?
    /// h: the colors are turned around gray by −h ... h degrees.
    public var hueRange: Double
    /// p: in a part p of the images a box is written over with `cval`.
    ///
    /// The box takes 2 to 33 hundredths of the image, its height is 0.3 to 3.3 times its width, with an even logarithm;
    /// no side is longer than the image's.
    ///
    /// Zhong et al., "Random erasing data augmentation", 2020.
    public var randomErasing: Double

    /// Describes how values are changed; without arguments, not at all.
    ///
    /// - Precondition: Factors, channel shift and hue are finite and not negative; a part is at most 1.
    public init(
      brightnessRange: ClosedRange<Double>? = nil, channelShiftRange: Double = 0,
      contrastRange: ClosedRange<Double>? = nil, saturationRange: ClosedRange<Double>? = nil,
      hueRange: Double = 0, randomErasing: Double = 0
    ) {
      for range in [brightnessRange, contrastRange, saturationRange].compactMap({ $0 }) {
        precondition(
          range.lowerBound >= 0 && range.upperBound.isFinite, "A factor is finite and not negative")
      }
      precondition(hueRange >= 0 && hueRange.isFinite, "A hue range is finite and not negative")
      precondition((0...1).contains(randomErasing), "A part of the images is from 0 to 1")
      precondition(
        channelShiftRange >= 0 && channelShiftRange.isFinite, "A channel shift is finite and not negative")
      self.brightnessRange = brightnessRange
      self.channelShiftRange = channelShiftRange
      self.contrastRange = contrastRange
      self.saturationRange = saturationRange
      self.hueRange = hueRange
      self.randomErasing = randomErasing
    }

    /// Whether nothing is drawn.
    var isNone: Bool {
      brightnessRange == nil && channelShiftRange == 0 && contrastRange == nil && saturationRange == nil
        && hueRange == 0 && randomErasing == 0
    }
  }
}
