import TrainParallel

extension TrainSettings {
  /// The random changes of the training images.
  var generator: ImageDataGenerator {
    ImageDataGenerator(
      horizontalFlip: horizontalFlip, verticalFlip: verticalFlip, widthShiftRange: widthShiftRange,
      heightShiftRange: heightShiftRange, fillMode: fillMode, cval: Float(cval), rescale: Float(rescale))
  }

  /// The optimizer with Keras' defaults for what is not given.
  var resolvedOptimizer: any Optimizer {
    let momentum = momentum ?? 0
    let decay = weightDecay ?? 0
    switch optimizer {
    case .adam:
      return Adam(learningRate: learningRate ?? 0.001, weightDecay: decay)
    case .sgd:
      return SGD(
        learningRate: learningRate ?? 0.01, momentum: momentum, nesterov: nesterov, weightDecay: decay)
    case .rmsprop:
      return RMSprop(learningRate: learningRate ?? 0.001, momentum: momentum, weightDecay: decay)
    case .adagrad:
      return AdaGrad(learningRate: learningRate ?? 0.001, weightDecay: decay)
    }
  }

  /// The options of the trainer.
  var trainingOptions: TrainingOptions {
    TrainingOptions(
      epochs: epochs, batchSize: batchSize, stepsPerEpoch: stepsPerEpoch, optimizer: resolvedOptimizer,
      seed: seed,
      lanes: lanes, instructionSet: instructionSet)
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
  func secondsLeft(batchSize: Int) -> Double {
    Double((stepCount - step) * batchSize) / imagesPerSecond
  }
}
