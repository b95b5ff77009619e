/// How images are changed at random before each use, and made inputs of; options and defaults are those of Keras'
/// `ImageDataGenerator`.
///
///     let generator = ImageDataGenerator(horizontalFlip: true, widthShiftRange: 0.1, rotationRange: 20)
///     for batch in try generator.flowFromDirectory("flowers/train", batchSize: 32).epoch(0) { ... }
///
/// What the documentation of Keras says is what happens; the guide `Augmentation.md` lists where the code of Keras does
/// something else. `rescale` is 1/255 and not 1, and every draw is a function of seed, epoch and the image's path, so that
/// it depends neither on other images nor on threads.
public struct ImageDataGenerator: Hashable, Sendable {
  /// How images are moved at random.
  public var geometry: Geometry
  /// How the values of images are changed at random.
  public var color: Color
  /// What makes inputs of pixels, in validation and prediction too.
  public var standardization: Standardization
  /// Operations drawn for each image besides; nil for none.
  public var randAugment: RandAugment?
  /// How images are mixed with one another; nil for not at all.
  public var mixing: SampleMixing?

  /// Creates a generator of its groups of options; without arguments, one that only rescales.
  public init(
    geometry: Geometry, color: Color = Color(), standardization: Standardization = Standardization(),
    randAugment: RandAugment? = nil, mixing: SampleMixing? = nil
  ) {
    self.geometry = geometry
    self.color = color
    self.standardization = standardization
    self.randAugment = randAugment
    self.mixing = mixing
  }

  /// Creates a generator by the names that Keras gives the options of the groups; without arguments, one that only
  /// rescales.
  public init(
    horizontalFlip: Bool = false, verticalFlip: Bool = false, widthShiftRange: ShiftRange = .none,
    heightShiftRange: ShiftRange = .none, rotationRange: Double = 0, shearRange: Double = 0,
    zoomRange: ZoomRange = .none, brightnessRange: ClosedRange<Double>? = nil, channelShiftRange: Double = 0,
    fillMode: FillMode = .nearest, cval: Float = 0, interpolationOrder: InterpolationOrder = .bilinear,
    rescale: Float = 1 / 255
  ) {
    self.init(
      geometry: Geometry(
        rotationRange: rotationRange, widthShiftRange: widthShiftRange, heightShiftRange: heightShiftRange,
        shearRange: shearRange, zoomRange: zoomRange, horizontalFlip: horizontalFlip,
        verticalFlip: verticalFlip, fillMode: fillMode, cval: cval, interpolationOrder: interpolationOrder),
      color: Color(brightnessRange: brightnessRange, channelShiftRange: channelShiftRange),
      standardization: Standardization(rescale: rescale))
  }

  /// Whether it changes nothing at random.
  public var isNone: Bool { geometry.isNone && color.isNone && randAugment == nil && mixing == nil }

  /// This generator without its random parts: what validation images go through.
  public var withoutAugmentation: ImageDataGenerator {
    ImageDataGenerator(geometry: Geometry(), standardization: standardization)
  }
}
