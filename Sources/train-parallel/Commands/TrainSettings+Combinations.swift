extension ParsedArguments<TrainSettings> {
  /// Refuses options that would have no effect beside the others.
  func requireConsistent() throws(ProgramError) {
    try requireConsistentData()
    try requireConsistentModel()
    try requireConsistentOptimizer()
    try requireConsistentAugmentation()
    try requireConsistentCallbacks()
  }

  private func requireConsistentData() throws(ProgramError) {
    for option in [
      "--validation", "--validation-split", "--input-size", "--color", "--exif-orientation", "--background",
      "--on-bad-image", "--group-by", "--classes", "--follow-links", "--resize-filter", "--keep-aspect-ratio",
      "--class-weight", "--balance", "--cache", "--cache-directory",
    ] where has(option) && settings.data == nil {
      throw .usage("\(option) is for images in a directory; name it with --data DIR")
    }
    if has("--cache-directory"), let cache = settings.cache, cache != .disk {
      throw .usage(
        "--cache-directory is for --cache disk, not for --cache \(cache.rawValue); remove one of both")
    }
    if has("--class-weight"), settings.balance == .oversample {
      throw .usage(
        "--class-weight and --balance oversample both make up for small classes; choose one of them")
    }
    if let data = settings.data, isTable(data) {
      for option in ["--classes", "--follow-links"] where has(option) {
        throw .usage("\(option) is for a directory of images; the table \(data) lists its own")
      }
    }
    if has("--group-by"), has("--validation") || settings.validationSplit == 0 {
      throw .usage(
        "--group-by is for images that are held back from the training images; there are none here")
    }
    if has("--background"), settings.color == .rgba {
      throw .usage("--background is for --color grayscale or rgb; in rgba what is transparent stays so")
    }
    if has("--validation"), has("--validation-split"), settings.validationSplit != 0 {
      throw .usage(
        "--validation-split: there is a validation set already, that of --validation; remove one of both")
    }
  }

  private func requireConsistentModel() throws(ProgramError) {
    if has("--initial-weights"), settings.model?.hasSuffix(".safetensors") == true {
      throw .usage("--initial-weights: the model of --model \(settings.model ?? "") brings its own weights")
    }
    if settings.newHead, settings.model?.hasSuffix(".safetensors") != true {
      throw .usage("--new-head is for a trained model; name it with --model FILE.safetensors")
    }
    if let loss = settings.loss, !loss.allowsLabelSmoothing, settings.labelSmoothing > 0 {
      throw .usage(
        "--label-smoothing is for crossentropies, not for --loss \(loss.rawValue); remove one of both")
    }
  }

  private func requireConsistentOptimizer() throws(ProgramError) {
    if has("--momentum"), ![.sgd, .rmsprop].contains(settings.optimizer) {
      throw .usage("--momentum is for the optimizers sgd and rmsprop, not for \(settings.optimizer.rawValue)")
    }
    if settings.nesterov, settings.optimizer != .sgd {
      throw .usage("--nesterov is for the optimizer sgd, not for \(settings.optimizer.rawValue)")
    }
    if settings.nesterov, settings.momentum ?? 0 == 0 {
      throw .usage("--nesterov has no effect without momentum; add --momentum 0.9 or such")
    }
    if settings.decayAll, settings.resolvedOptimizer.weightDecay ?? 0 == 0 {
      throw .usage("--decay-all has no effect without weight decay; add --weight-decay 0.004 or such")
    }
    let clippings = ["--clip-value", "--clip-norm", "--global-clip-norm"].filter(has)
    if clippings.count > 1 {
      throw .usage("\(clippings[0]) and \(clippings[1]) both limit gradients; choose one of them")
    }
  }

  private func requireConsistentAugmentation() throws(ProgramError) {
    if settings.zcaWhitening, settings.featurewiseStdNormalization {
      throw .usage(
        "--zca-whitening and --featurewise-std-normalization both bring deviations to 1; choose one of them")
    }
    if has("--zca-epsilon"), !settings.zcaWhitening {
      throw .usage("--zca-epsilon is for --zca-whitening; add that")
    }
    if has("--mixup"), has("--cutmix") {
      throw .usage("--mixup and --cutmix both mix images with others; choose one of them")
    }
    let movesImages = settings.generator.geometry.showsMargins || settings.randAugment != nil
    if has("--fill-mode"), !movesImages {
      throw .usage(
        "--fill-mode fills the margin of shifted images and such; add --width-shift-range, --rotation-range or another "
          + "range that moves them")
    }
    if has("--cval"), settings.fillMode != .constant || !movesImages, settings.randomErasing == 0 {
      throw .usage("--cval is the value of --fill-mode constant; add that and a shift range")
    }
    if has("--interpolation-order"), !movesImages, settings.randomResizedCrop == nil {
      throw .usage(
        "--interpolation-order is how moved images are computed; add --width-shift-range, --rotation-range or another "
          + "range that moves them")
    }
  }

  private func requireConsistentCallbacks() throws(ProgramError) {
    let watching = ["--early-stopping", "--reduce-lr-on-plateau"]
    let needs: [(String, [String])] = [
      ("--monitor", watching), ("--mode", watching), ("--min-delta", ["--early-stopping"]),
      ("--baseline", ["--early-stopping"]), ("--start-from-epoch", ["--early-stopping"]),
      ("--restore-best-weights", ["--early-stopping"]), ("--plateau-factor", ["--reduce-lr-on-plateau"]),
      ("--plateau-min-delta", ["--reduce-lr-on-plateau"]), ("--cooldown", ["--reduce-lr-on-plateau"]),
      ("--min-learning-rate", ["--reduce-lr-on-plateau"]), ("--accept-other-bits", ["--resume"]),
    ]
    for (option, others) in needs where has(option) && !others.contains(where: has) {
      throw .usage("\(option) has no effect without \(list(others)); add that or remove \(option)")
    }
    if has("--reduce-lr-on-plateau"), has("--learning-rate-schedule") {
      throw .usage(
        "--reduce-lr-on-plateau: --learning-rate-schedule sets the learning rate of every step already; remove one of both"
      )
    }
    if has("--learning-rate-schedule"), settings.epochs == 0 {
      throw .usage("--learning-rate-schedule has no effect on 0 epochs; remove the option")
    }
    if let objection = settings.learningRateSchedule?.objection(epochs: settings.epochs) {
      throw .usage("--learning-rate-schedule \(objection)")
    }
  }
}
