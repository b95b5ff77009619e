extension ImageDataGenerator {
  /// What makes inputs of pixels, in training and ever after; names and order are Keras'.
  ///
  /// v ← preprocessing function of the pixels 0 ... 255, times `rescale`; then, where asked for, less the image's mean,
  /// divided by the image's standard deviation + 10⁻⁶; less the mean of the channel over all images, divided by its
  /// standard deviation + 10⁻⁶, or whitened.
  public struct Standardization: Hashable, Sendable {
    /// The factor of the pixels.
    public var rescale: Float
    /// Whether each image's mean, over all pixels and channels, becomes 0.
    public var samplewiseCenter: Bool
    /// Whether each image's standard deviation becomes 1; its mean becomes 0 then too.
    public var samplewiseStdNormalization: Bool
    /// Whether each channel's mean over the data set becomes 0.
    public var featurewiseCenter: Bool
    /// Whether each channel's standard deviation over the data set becomes 1; its mean becomes 0 then too.
    public var featurewiseStdNormalization: Bool
    /// Whether the values of an image lose their correlations over the data set, by ``Whitening``; the channels' means
    /// become 0 before.
    public var zcaWhitening: Bool
    /// ε of the whitening: what is added to a singular value before anything is divided by it.
    public var zcaEpsilon: Double
    /// A program's own function, applied before all else here.
    public var preprocessingFunction: PreprocessingFunction?
    /// The whitening over the data set, found by ``ImageDataGenerator/fit(_:)``.
    public var whitening: Whitening?
    /// The channels' means and deviations over the data set, found by ``ImageDataGenerator/fit(_:)``.
    public var statistics: FeatureStatistics?

    /// What is added to a standard deviation before anything is divided by it.
    static let epsilon = 1e-6

    /// Describes the preparation; without arguments, pixels come to 0 ... 1.
    ///
    /// - Precondition: Deviations are not divided by where the whitening does it; ε is above 0.
    public init(
      rescale: Float = 1 / 255, samplewiseCenter: Bool = false, samplewiseStdNormalization: Bool = false,
      featurewiseCenter: Bool = false, featurewiseStdNormalization: Bool = false,
      zcaWhitening: Bool = false, zcaEpsilon: Double = 1e-6,
      preprocessingFunction: PreprocessingFunction? = nil, statistics: FeatureStatistics? = nil,
      whitening: Whitening? = nil
    ) {
      precondition(
        !zcaWhitening || !featurewiseStdNormalization, "Whitened images have no deviations to divide by")
      precondition(zcaEpsilon > 0 && zcaEpsilon.isFinite, "ε is above 0")
      precondition(rescale.isFinite, "A factor is finite")
      self.rescale = rescale
      self.samplewiseCenter = samplewiseCenter
      self.samplewiseStdNormalization = samplewiseStdNormalization
      self.featurewiseCenter = featurewiseCenter
      self.featurewiseStdNormalization = featurewiseStdNormalization
      self.preprocessingFunction = preprocessingFunction
      self.statistics = statistics
      self.zcaWhitening = zcaWhitening
      self.zcaEpsilon = zcaEpsilon
      self.whitening = whitening
    }

    /// Whether images can only be prepared with the ``statistics`` of a data set.
    public var needsStatistics: Bool { featurewiseCenter || featurewiseStdNormalization || zcaWhitening }

    /// Whether the statistics that are needed are there.
    public var hasStatistics: Bool {
      !needsStatistics || statistics != nil && (!zcaWhitening || whitening != nil)
    }

    /// Whether an image's own mean and deviation are asked for.
    var isSamplewise: Bool { samplewiseCenter || samplewiseStdNormalization }

    /// Whether one factor is all there is.
    var isOnlyRescale: Bool { !isSamplewise && !needsStatistics && preprocessingFunction == nil }
  }
}
