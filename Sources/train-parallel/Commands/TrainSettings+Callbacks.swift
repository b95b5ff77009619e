import TrainParallel

extension TrainSettings {
  /// The options of what happens between epochs, by Keras' names and with its defaults.
  static var callbackOptions: [Option<TrainSettings>] {
    [
      .value(
        "--early-stopping", "N", \.earlyStopping, .wholeNumber(atLeast: 0),
        "end when the metric of --monitor has not improved for N epochs"),
      .value(
        "--monitor", "METRIC", \.monitor, .text("a metric"),
        "what --early-stopping and --reduce-lr-on-plateau watch: \(list(EpochMetrics.names))"),
      .value(
        "--mode", "NAME", \.mode, .name,
        "which way it improves: \(list(Monitor.Mode.allCases.map(\.rawValue)))"),
      .value(
        "--min-delta", "X", \.minDelta, .nonNegativeNumber,
        "what an improvement of --early-stopping must exceed"),
      .value("--baseline", "X", \.baseline, .anyNumber, "a value that an improvement must better to count"),
      .value(
        "--start-from-epoch", "N", \.startFromEpoch, .wholeNumber(atLeast: 0),
        "the epochs that --early-stopping lets pass before it judges"),
      .flag("--restore-best-weights", \.restoreBestWeights, "end with the weights of the best epoch"),
      .value(
        "--reduce-lr-on-plateau", "N", \.reduceOnPlateau, .wholeNumber(atLeast: 0),
        "multiply the learning rate when the metric of --monitor has not improved for N epochs"),
      .value("--plateau-factor", "X", \.plateauFactor, .factorBelow1, "by what"),
      .value(
        "--plateau-min-delta", "X", \.plateauMinDelta, .nonNegativeNumber,
        "what an improvement must exceed there"),
      .value("--cooldown", "N", \.cooldown, .wholeNumber(atLeast: 0), "epochs that do not count after that"),
      .value("--min-learning-rate", "X", \.minLearningRate, .nonNegativeNumber, "the least it becomes"),
      .value(
        "--max-time", "TIME", \.maxTime, .duration,
        "end after the step in which a time such as 30m is up, with a checkpoint to go on from"),
    ]
  }

  /// The metric that callbacks watch.
  var watched: Monitor { Monitor(monitor, mode: mode) }

  /// The callbacks that decide about the training.
  func callbacks() -> [any Callback] {
    var callbacks: [any Callback] = []
    if let patience = reduceOnPlateau {
      callbacks.append(
        ReduceLROnPlateau(
          monitor: watched, factor: plateauFactor, patience: patience, minDelta: plateauMinDelta,
          cooldown: cooldown, minLearningRate: minLearningRate))
    }
    if let patience = earlyStopping {
      callbacks.append(
        EarlyStopping(
          monitor: watched, minDelta: minDelta, patience: patience, baseline: baseline,
          restoreBestWeights: restoreBestWeights, startFromEpoch: startFromEpoch))
    }
    if let maxTime { callbacks.append(TimeBudget(seconds: maxTime.value)) }
    return callbacks
  }

  /// How gradients are limited.
  var clipping: GradientClipping? {
    clipValue.map(GradientClipping.value) ?? clipNorm.map(GradientClipping.norm)
      ?? globalClipNorm.map(GradientClipping.globalNorm)
  }

  /// What the result depends on among all that, for the record of the run.
  var callbackRecord: [JSON.Member] {
    [
      ("learning_rate_schedule", .text(learningRateSchedule?.description)),
      ("clip_value", clipValue.map(JSON.number) ?? .null), ("clip_norm", clipNorm.map(JSON.number) ?? .null),
      ("global_clip_norm", globalClipNorm.map(JSON.number) ?? .null),
      ("ema_momentum", emaMomentum.map(JSON.number) ?? .null), ("label_smoothing", .number(labelSmoothing)),
      ("monitor", .string(monitor)), ("mode", .string(mode.rawValue)),
      ("early_stopping", earlyStopping.map(JSON.integer) ?? .null), ("min_delta", .number(minDelta)),
      ("baseline", baseline.map(JSON.number) ?? .null), ("start_from_epoch", .integer(startFromEpoch)),
      ("restore_best_weights", .boolean(restoreBestWeights)),
      ("reduce_lr_on_plateau", reduceOnPlateau.map(JSON.integer) ?? .null),
      ("plateau_factor", .number(plateauFactor)), ("plateau_min_delta", .number(plateauMinDelta)),
      ("cooldown", .integer(cooldown)), ("min_learning_rate", .number(minLearningRate)),
    ]
  }
}
