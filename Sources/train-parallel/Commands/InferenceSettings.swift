import TrainParallel

/// How a trained model is run: the options that `evaluate`, `predict` and `compare` share.
struct InferenceSettings: DefaultInitializable {
  var batchSize = 64
  var testTimeAugmentation = TestTimeAugmentation.none
  var threads: Int?
  var instructionSet: InstructionSet?

  /// The options, for a command that holds these settings as a part of its own.
  static func options<Settings>(in part: WritableKeyPath<Settings, InferenceSettings>) -> [Option<Settings>] {
    options.map { $0.within(part) }
  }

  private static var options: [Option<InferenceSettings>] {
    [
      .value(
        "--tta", "NAME", \.testTimeAugmentation, .name,
        "\(list(TestTimeAugmentation.allCases.map(\.rawValue))): test-time augmentation; flip takes the mean of the "
          + "probabilities of an image and its mirror image"),
      .value("--batch-size", "N", \.batchSize, .wholeNumber(atLeast: 1, atMost: 65_536), "images at a time"),
      .value(
        "--threads", "N|auto", \.threads, .threads, "threads to work with; the result is the same with any"),
      .value(
        "--instruction-set", "NAME", \.instructionSet, .instructionSet,
        list(InstructionSet.allCases.map(\.rawValue)), otherwise: "the best there is"),
    ]
  }

  /// The threads to work with.
  var threadCount: Int { threads ?? usableProcessors() }
}

extension LoadedModel {
  /// A trainer that holds the model for as many images, and the size of its batches.
  func trainer(
    for count: Int, _ settings: InferenceSettings, executor: any TaskExecutor
  ) throws -> (trainer: Trainer, batchSize: Int) {
    let batchSize = max(1, min(settings.batchSize, count))
    let trainer = try trainer(
      batchSize: batchSize, instructionSet: settings.instructionSet, executor: executor)
    return (trainer, batchSize)
  }

  /// How well the model does on images whose classes are known.
  func evaluation(
    of images: ImageDataset, _ settings: InferenceSettings, executor: any TaskExecutor
  ) throws -> Evaluation {
    let (trainer, batchSize) = try trainer(for: images.count, settings, executor: executor)
    return try trainer.evaluate(
      flow(images, batchSize: batchSize), augmentation: settings.testTimeAugmentation)
  }
}
