import TrainParallel

/// What a run is made with, as its header says and `arguments.json` holds.
struct RunDescription {
  let settings: TrainSettings
  let data: TrainingData
  let modelTitle: String
  let model: Sequential
  let threads: Int
  let lanes: Int
  let instructionSet: InstructionSet
  let learningRate: Double
  /// The options as they were given.
  let command: [String]
  /// Of all images.
  let fingerprint: String
  let environment: RunEnvironment

  /// The lines above the first epoch.
  var header: String {
    let (training, validation) = (data.training, data.validation)
    let held = validation.map { "\(NumberText.grouped($0.count)) to validate" } ?? "none to validate"
    let classes = NumberText.count(training.classNames.count, "class", "classes")
    return """
      data: \(data.source), \(NumberText.count(training.count, "image")) to train, \(held), \(classes), \
      \(training.size) \(training.color.rawValue)
      model: \(modelTitle), \(NumberText.count(model.parameterCount, "parameter"))\(frozenNote)
      machine: \(threadText(asked: threads, usable: usableProcessors())), \(NumberText.count(lanes, "lane")), \
      \(instructionSet.rawValue)\(instructionSetNote)
      """
  }

  private var frozenNote: String {
    let trained = model.parameterLayout.entries.filter(\.description.isTrainable).reduce(0) { $0 + $1.count }
    return trained == model.parameterCount ? "" : ", of which \(NumberText.grouped(trained)) are trained"
  }

  private var instructionSetNote: String {
    #if arch(x86_64)
      instructionSet == .baseline ? " (without fused multiply-add: other bits than avx2 and avx512)" : ""
    #else
      ""
    #endif
  }

  /// `arguments.json`: everything as it was resolved, so that the run can be made again.
  var arguments: String {
    let machine: [JSON.Member] = [
      ("threads", .integer(threads)), ("cache", .string(settings.cache?.rawValue ?? "auto")),
      ("cache_directory", .text(settings.cacheDirectory)), ("environment", environment.json),
      ("command", .array(command.map(JSON.string))),
    ]
    return JSON.object(members + machine).description
  }

  /// What the model file says of its training: all that the result depends on, so neither the threads nor the cache.
  var training: String { record.description }

  /// The same as JSON.
  var record: JSON { .object(members) }

  private var members: [JSON.Member] {
    let training: [JSON.Member] =
      [
        ("epochs", .integer(settings.epochs)), ("batch_size", .integer(settings.batchSize)),
        ("accumulate", .integer(settings.accumulate)),
        ("steps_per_epoch", settings.stepsPerEpoch.map(JSON.integer) ?? .null),
        ("loss", .string((settings.loss ?? model.usualLoss).rawValue)),
        ("optimizer", .string(settings.optimizer.rawValue)), ("learning_rate", .number(learningRate)),
        ("momentum", .number(settings.momentum ?? 0)), ("nesterov", .boolean(settings.nesterov)),
        ("weight_decay", .number(settings.resolvedOptimizer.weightDecay ?? 0)),
        ("decay_all", .boolean(settings.decayAll)),
        ("ghost_batch", settings.ghostBatch.map(JSON.integer) ?? .null),
        ("shuffle", .boolean(settings.shuffle)),
        ("seed", .string(String(settings.seed))), ("initial_weights", .text(settings.initialWeights)),
        ("new_head", .boolean(settings.newHead)),
        ("frozen", .array(model.namesWithParameters.filter(model.frozen.contains).map(JSON.string))),
      ] + settings.callbackRecord
    let images: [JSON.Member] = [
      ("source", .string(data.source)), ("validation", .text(settings.validation)),
      ("validation_split", settings.validationSplit.map(JSON.number) ?? .null),
      ("group_by", .text(settings.groupBy.map { "\($0)" })),
      ("classes", settings.classes.map { .array($0.map(JSON.string)) } ?? .null),
      ("follow_links", .boolean(settings.followLinks)),
      ("training_images", .integer(data.training.count)),
      ("validation_images", .integer(data.validation?.count ?? 0)),
      ("class_names", .array(data.training.classNames.map(JSON.string))),
      ("height", .integer(data.training.height)), ("width", .integer(data.training.width)),
      ("color", .string(data.training.color.rawValue)),
      ("exif_orientation", .boolean(settings.decoding.appliesOrientation)),
      ("background", .string("\(settings.decoding.background)")),
      ("keep_aspect_ratio", .boolean(settings.decoding.keepsAspectRatio)),
      ("class_weight", .text(settings.classWeight)), ("balance", .string(settings.balance.rawValue)),
      ("resize_filter", .string(settings.interpolation.rawValue)),
      ("left_out", .integer(data.badImages.count)), ("fingerprint", .string(fingerprint)),
    ]
    return [
      ("version", .string(version)), ("model", .string(modelTitle)),
      ("parameters", .integer(model.parameterCount)),
      ("data", .object(images)), ("training", .object(training)),
      ("augmentation", .object(settings.augmentationRecord)),
      ("lanes", .integer(lanes)),
      ("instruction_set", .string(instructionSet.rawValue)),
    ]
  }

}

extension JSON {
  /// A string, or `null` where there is none.
  static func text(_ text: String?) -> JSON {
    text.map(JSON.string) ?? .null
  }
}

/// "8 threads asked for, 2 processors usable" where there are more threads than processors, else "2 threads".
func threadText(asked: Int, usable: Int) -> String {
  asked > usable
    ? "\(NumberText.count(asked, "thread")) asked for, \(NumberText.count(usable, "processor")) usable"
    : NumberText.count(asked, "thread")
}
