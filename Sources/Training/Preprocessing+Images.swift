import ImageData
import NeuralNetwork

extension Preprocessing {
  /// What a flow does to its images, its augmentation apart.
  ///
  /// - Parameters:
  ///   - flow: The images and how they are changed.
  ///   - interpolation: The filter with which the images were resized.
  ///   - decoding: The options with which they were loaded.
  public init(
    _ flow: ImageFlow, interpolation: Interpolation = .bilinear, decoding: DecodingOptions = DecodingOptions()
  ) {
    self.init(
      flow.dataset, interpolation: interpolation, decoding: decoding,
      standardization: flow.generator.standardization)
  }

  /// What a standardization does to the images of a data set, with the filter and the options of their decoding.
  public init(
    _ dataset: ImageDataset, interpolation: Interpolation = .bilinear,
    decoding: DecodingOptions = DecodingOptions(), standardization: ImageDataGenerator.Standardization
  ) {
    var own = Standardization()
    own.samplewiseCenter = standardization.samplewiseCenter
    own.samplewiseStdNormalization = standardization.samplewiseStdNormalization
    if standardization.needsStatistics {
      own.featurewiseMean = standardization.statistics?.mean
    }
    if standardization.featurewiseStdNormalization {
      own.featurewiseStd = standardization.statistics?.standardDeviation
    }
    own.whitening = standardization.zcaWhitening ? standardization.whitening?.matrix : nil
    own.preprocessingFunction = standardization.preprocessingFunction?.name
    // The factor 1/255 is kept as the Double that it is meant to be, not as its Float.
    let rescale = standardization.rescale
    self.init(
      height: dataset.height, width: dataset.width, color: dataset.color.rawValue,
      resizeFilter: interpolation.rawValue, rescale: rescale == 1 / 255 ? 1.0 / 255 : Double(rescale),
      exifOrientation: decoding.appliesOrientation, background: decoding.background.description,
      keepAspectRatio: decoding.keepsAspectRatio, standardization: own)
  }

  /// How files become pixels.
  public var decoding: DecodingOptions {
    DecodingOptions(
      appliesOrientation: exifOrientation, background: BackgroundColor(background) ?? .white,
      keepsAspectRatio: keepAspectRatio)
  }

  /// The size of the images.
  public var size: ImageSize { ImageSize(height: height, width: width) }

  /// The color mode; nil for a name that is none.
  public var colorMode: ColorMode? { ColorMode(rawValue: color) }

  /// The filter that brings images to their size; nil for a name that is none.
  public var interpolation: Interpolation? { Interpolation(rawValue: resizeFilter) }

  /// The generator that prepares images to be predicted.
  ///
  /// - Precondition: No preprocessing function belongs to the model; else use ``generator(with:)``.
  public var generator: ImageDataGenerator {
    precondition(
      standardization.preprocessingFunction == nil, "The model needs its program's preprocessing function")
    return generator(applying: nil)
  }

  /// The generator that prepares images to be predicted, with the function of the program that trained the model.
  ///
  /// - Throws: `TrainingError.preprocessingFunction` where the model has a function of another name, or none.
  public func generator(with function: PreprocessingFunction?) throws(TrainingError) -> ImageDataGenerator {
    guard function?.name == standardization.preprocessingFunction else {
      throw .preprocessingFunction(found: function?.name, expected: standardization.preprocessingFunction)
    }
    return generator(applying: function)
  }

  private func generator(applying function: PreprocessingFunction?) -> ImageDataGenerator {
    var statistics: FeatureStatistics?
    if let means = standardization.featurewiseMean {
      // Without a standard deviation nothing is divided by it.
      statistics = FeatureStatistics(
        mean: means, standardDeviation: standardization.featurewiseStd ?? means.map { _ in 1 })
    }
    let whitening = standardization.whitening.map {
      Whitening(count: height * width * (statistics?.mean.count ?? 1), matrix: $0)
    }
    return ImageDataGenerator(
      geometry: .init(),
      standardization: .init(
        rescale: Float(rescale), samplewiseCenter: standardization.samplewiseCenter,
        samplewiseStdNormalization: standardization.samplewiseStdNormalization,
        featurewiseCenter: standardization.featurewiseMean != nil,
        featurewiseStdNormalization: standardization.featurewiseStd != nil, zcaWhitening: whitening != nil,
        preprocessingFunction: function, statistics: statistics, whitening: whitening))
  }
}
