import TrainParallel

extension TrainSettings {
  /// The random changes of the training images, and what makes inputs of them.
  var generator: ImageDataGenerator {
    ImageDataGenerator(
      geometry: .init(
        rotationRange: rotationRange, widthShiftRange: widthShiftRange, heightShiftRange: heightShiftRange,
        shearRange: shearRange, zoomRange: zoomRange, horizontalFlip: horizontalFlip,
        verticalFlip: verticalFlip, fillMode: fillMode, cval: Float(cval),
        randomResizedCrop: randomResizedCrop?.range, interpolationOrder: interpolationOrder),
      color: .init(
        brightnessRange: brightnessRange?.range, channelShiftRange: channelShiftRange,
        contrastRange: contrastRange?.range, saturationRange: saturationRange?.range, hueRange: hueRange,
        randomErasing: randomErasing),
      standardization: .init(
        rescale: Float(rescale), samplewiseCenter: samplewiseCenter,
        samplewiseStdNormalization: samplewiseStdNormalization, featurewiseCenter: featurewiseCenter,
        featurewiseStdNormalization: featurewiseStdNormalization,
        zcaWhitening: zcaWhitening, zcaEpsilon: zcaEpsilon, statistics: featureStatistics,
        whitening: whitening),
      randAugment: randAugment,
      mixing: mixup.map { SampleMixing(.mixup, alpha: $0) } ?? cutmix.map { SampleMixing(.cutmix, alpha: $0) }
    )
  }

  /// Takes over what the images of a trained model go through, wherever nothing else was asked for.
  mutating func adopt(_ preprocessing: Preprocessing, given: Set<String>) throws {
    if !given.contains("--rescale") { rescale = preprocessing.rescale }
    let options = TrainSettings.standardizationOptions.map(\.name).filter { $0 != "--rescale" }
    guard given.isDisjoint(with: options) else { return }
    let standardization = try preprocessing.generator(with: nil).standardization
    samplewiseCenter = standardization.samplewiseCenter
    samplewiseStdNormalization = standardization.samplewiseStdNormalization
    featurewiseCenter = standardization.featurewiseCenter
    featurewiseStdNormalization = standardization.featurewiseStdNormalization
    featureStatistics = standardization.statistics
    zcaWhitening = standardization.zcaWhitening
    whitening = standardization.whitening
  }

  /// How files become pixels.
  var decoding: DecodingOptions {
    DecodingOptions(
      appliesOrientation: exifOrientation ?? true, background: background ?? .white,
      keepsAspectRatio: keepAspectRatio ?? false)
  }

  /// Where decoded images are kept.
  var imageCache: ImageCache {
    let directory = cacheDirectory ?? ImageCache.defaultDirectory
    return switch cache {
    case nil: .automatic(directory: directory)
    case .ram: .ram
    case .disk: .disk(directory: directory)
    case .off: .off
    }
  }

  /// The filter that brings images to their size.
  var interpolation: Interpolation { resizeFilter ?? .bilinear }

  /// The optimizer with what was given; the rest are its own defaults.
  var resolvedOptimizer: any Optimizer {
    var rule = optimizer.rule(momentum: momentum ?? 0, nesterov: nesterov)
    if let learningRate { rule.learningRate = learningRate }
    if let weightDecay { rule.weightDecay = weightDecay }
    return rule
  }

  /// The options of the trainer.
  ///
  /// - Parameter stepsPerEpoch: The steps of an epoch, in which schedules count.
  func trainingOptions(stepsPerEpoch steps: Int) -> TrainingOptions {
    TrainingOptions(
      epochs: epochs, batchSize: batchSize, accumulation: accumulate, stepsPerEpoch: stepsPerEpoch,
      optimizer: resolvedOptimizer,
      loss: loss,
      schedule: learningRateSchedule?.schedule(
        learningRate: resolvedOptimizer.learningRate, epochs: epochs, stepsPerEpoch: steps),
      clipping: clipping, decaysVectors: decayAll, ghostBatchSize: ghostBatch, averageMomentum: emaMomentum,
      labelSmoothing: labelSmoothing, seed: seed,
      lanes: lanes, instructionSet: instructionSet)
  }
}

extension OptimizerName {
  /// The optimizer of the name.
  func rule(momentum: Double = 0, nesterov: Bool = false) -> any Optimizer {
    switch self {
    case .adam: Adam()
    case .sgd: SGD(momentum: momentum, nesterov: nesterov)
    case .rmsprop: RMSprop(momentum: momentum)
    case .adagrad: AdaGrad()
    case .adamw: AdamW()
    case .nadam: Nadam()
    case .lion: Lion()
    case .lamb: LAMB()
    }
  }
}

extension MetricsRow {
  /// The metrics as the trainer states them.
  init(_ metrics: EpochMetrics) {
    self.init(
      epoch: metrics.epoch, loss: metrics.loss, accuracy: metrics.accuracy,
      validationLoss: metrics.validationLoss, validationAccuracy: metrics.validationAccuracy,
      learningRate: metrics.learningRate, imagesPerSecond: metrics.imagesPerSecond, seconds: metrics.seconds,
      weightsSHA256: metrics.weightsSHA256)
  }
}

extension StepProgress {
  /// How long the rest of the epoch takes at the speed so far.
  func secondsLeft(imagesPerStep: Int) -> Double {
    Double((stepCount - step) * imagesPerStep) / imagesPerSecond
  }
}
