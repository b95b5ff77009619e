import TrainParallel

/// What the options of `train` set.
struct TrainSettings: CommonSettings {
  // Data
  var data: String?
  var validation: String?
  var validationSplit: Double?
  var groupBy: SampleGrouping?
  var classes: [String]?
  var followLinks = false
  var inputSize: ImageSize?
  var color: ColorMode?
  var resizeFilter: Interpolation?
  var keepAspectRatio: Bool?
  var exifOrientation: Bool?
  var background: BackgroundColor?
  var onBadImage = BadImagePolicy.fail
  var cache: CacheName?
  var cacheDirectory: String?
  var classWeight: String?
  var balance = Balance.none

  // Model
  var model: String?
  var initialWeights: String?
  var newHead = false
  var freeze: FrozenLayers?

  // Training
  var epochs = 10
  var batchSize = 32
  var accumulate = 1
  var stepsPerEpoch: Int?
  var loss: Loss?
  var optimizer = OptimizerName.adam
  var learningRate: Double?
  var momentum: Double?
  var nesterov = false
  var weightDecay: Double?
  var decayAll = false
  var ghostBatch: Int?
  var learningRateSchedule: ScheduleChoice?
  var clipValue: Double?
  var clipNorm: Double?
  var globalClipNorm: Double?
  var emaMomentum: Double?
  var labelSmoothing = 0.0
  var shuffle = true
  var seed: UInt64 = 0

  // Callbacks
  var monitor = "val_loss"
  var mode = Monitor.Mode.auto
  var earlyStopping: Int?
  var minDelta = 0.0
  var baseline: Double?
  var startFromEpoch = 0
  var restoreBestWeights = false
  var reduceOnPlateau: Int?
  var plateauFactor = 0.1
  var plateauMinDelta = 1e-4
  var cooldown = 0
  var minLearningRate = 0.0
  var maxTime: Seconds?

  // Machine
  var threads: Int?
  var lanes: Int?
  var instructionSet: InstructionSet?

  // Augmentation
  var horizontalFlip = false
  var verticalFlip = false
  var widthShiftRange = ShiftRange.none
  var heightShiftRange = ShiftRange.none
  var rotationRange = 0.0
  var zoomRange = ZoomRange.none
  var shearRange = 0.0
  var brightnessRange: NumberRange?
  var channelShiftRange = 0.0
  var contrastRange: NumberRange?
  var saturationRange: NumberRange?
  var hueRange = 0.0
  var randomErasing = 0.0
  var randAugment: RandAugment?
  var mixup: Double?
  var cutmix: Double?
  var randomResizedCrop: NumberRange?
  var fillMode = FillMode.nearest
  var cval = 0.0
  var interpolationOrder = InterpolationOrder.bilinear

  // Standardization
  var rescale = 1.0 / 255
  var samplewiseCenter = false
  var samplewiseStdNormalization = false
  var featurewiseCenter = false
  var featurewiseStdNormalization = false
  var zcaWhitening = false
  var zcaEpsilon = 1e-6
  /// What a trained model brings along.
  var whitening: Whitening?
  /// What a trained model brings along.
  var featureStatistics: FeatureStatistics?

  // Output
  var output: String?
  var resume: String?
  var acceptOtherBits = false
  var best: String?
  var checkpointEvery = CheckpointInterval.seconds(60)
  var keepCheckpoints = 2
  var tensorBoard = false
  var quiet = false
  var json = false
  var noColor = false
  var help = false
  var version = false
}

/// Where decoded images are kept, by the names of the command line.
enum CacheName: String, CaseIterable {
  case ram, disk, off
}

/// What is done about classes of different sizes.
enum Balance: String, CaseIterable {
  case none, oversample
}

/// The optimizers by the names of the command line.
enum OptimizerName: String, CaseIterable {
  case adam, sgd, rmsprop, adagrad, adamw, nadam, lion, lamb
}

extension TrainSettings {
  /// The options, in the order of help.
  static var options: [Option<TrainSettings>] {
    dataOptions + modelOptions + trainingOptions + callbackOptions + augmentationOptions
      + standardizationOptions + outputOptions
  }

  /// The options that decide which images a training sees, and how: those of `augment` too.
  static var imageOptions: [Option<TrainSettings>] {
    let ofTheLoss = ["--class-weight"]
    let ofTheRun = ["--seed", "--threads"]
    return dataOptions.filter { $0.name != "--data" && !ofTheLoss.contains($0.name) } + augmentationOptions
      + standardizationOptions + trainingOptions.filter { ofTheRun.contains($0.name) }
  }

  private static var dataOptions: [Option<TrainSettings>] {
    [
      .value(
        "--data", "DIR", \.data, .text("a directory"),
        "images in a folder for each class; if DIR holds train/, that and the first of validation/, val/, test/ "
          + "are used; or a .csv table with the columns filename, class and, if it has one, weight; or MNIST's IDX files "
          + "(.gz too), or CIFAR's binary files; or NumPy's arrays x_train, y_train, x_test, y_test in one .npz file or as "
          + ".npy files in DIR",
        otherwise: "built-in shapes, 3,000 to train and 600 to validate, 24x24 gray"),
      .value(
        "--validation", "DIR", \.validation, .text("a directory"),
        "validation images in a folder for each class, or a .csv table, or files as --data takes them, such as an .npz "
          + "file, of which the test part is taken if there is one"),
      .value(
        "--validation-split", "F", \.validationSplit, .fraction,
        "the part of the training images that is held back to validate",
        otherwise: "0 where there is a validation set, else 0.1"),
      .value(
        "--group-by", "TEXT|N", \.groupBy, .grouping,
        "images whose names are the same up to TEXT, such as _, or in the first N letters, are held back together or not "
          + "at all"),
      .value(
        "--classes", "A,B,...", \.classes, .names,
        "the folders that are taken, in the order of the model's outputs",
        otherwise: "all, by name"),
      .flag("--follow-links", \.followLinks, "look into folders that are links, inside of a class"),
      .value(
        "--input-size", "N|HxW", \.inputSize, .imageSize, "the size that images are brought to",
        otherwise: "their common size, 150x150 if they differ"),
      .value(
        "--color", "NAME", \.color, .name, "\(list(ColorMode.allCases.map(\.rawValue)))",
        otherwise: "grayscale if all images are gray"),
      .value(
        "--resize-filter", "NAME", \.resizeFilter, .name,
        "\(list(Interpolation.allCases.map(\.rawValue))): how images are brought to their size",
        otherwise: "bilinear, or as the model was trained"),
      .value(
        "--keep-aspect-ratio", "on|off", \.keepAspectRatio, .onOrOff,
        "cut the longer side of images at both ends instead of stretching them to their size",
        otherwise: "off, or as the model was trained"),
      .value(
        "--exif-orientation", "on|off", \.exifOrientation, .onOrOff, "turn images as their EXIF data asks",
        otherwise: "on, or as the model was trained"),
      .value(
        "--background", "R,G,B|N", \.background, .backgroundColor,
        "what shows behind transparent pixels in grayscale and rgb, each value 0 to 255",
        otherwise: "255,255,255, or as the model was trained"),
      .value(
        "--on-bad-image", "WHAT", \.onBadImage, .name,
        "fail lists all images that cannot be used, skip leaves them out and lists them in bad-images.txt"),
      .value(
        "--cache", "NAME", \.cache, .name,
        "\(list(CacheName.allCases.map(\.rawValue))): decoded images are kept in memory, in a file that the next run finds, "
          + "or nowhere and decoded anew for each use",
        otherwise: "ram if they take at most half of the free memory, else disk if it has room, else off"),
      .value(
        "--cache-directory", "DIR", \.cacheDirectory, .text("a directory"), "the folder of those files",
        otherwise: "train-parallel in $XDG_CACHE_HOME or ~/.cache"),
      .value(
        "--class-weight", "balanced|FILE", \.classWeight, .text("balanced or a file"),
        "what the loss of each class is multiplied by: balanced for N / (classes x images of the class), or a JSON file "
          + "such as {\"cat\": 1, \"dog\": 2.5}",
        otherwise: "1 for every class"),
      .value(
        "--balance", "NAME", \.balance, .name,
        "oversample repeats the training images of smaller classes, each time augmented in another way"),
    ]
  }

  private static var modelOptions: [Option<TrainSettings>] {
    [
      .value(
        "--model", "NAME|FILE", \.model, .text("a name or a file"),
        "\(list(Architecture.allNames)); or FILE.json, a Keras model's to_json(); or FILE.safetensors, a trained "
          + "model to go on from",
        otherwise: "shapes-cnn up to 64 pixels, lecture-cnn above"),
      .value(
        "--initial-weights", "FILE", \.initialWeights, .text("a file"),
        "a .safetensors file of this program, of Keras or of PyTorch whose weights are taken, by name or by shape"
      ),
      .flag(
        "--new-head", \.newHead,
        "give the trained model of --model outputs for the classes of the data: its last dense layer is drawn anew, all "
          + "others keep their weights"),
      .value(
        "--freeze", "LAYER,...|N|all-but-last", \.freeze, .frozenLayers,
        "layers whose weights stay as they are, by name or the first N that have weights",
        otherwise: "those that the model's file says, usually none"),
    ]
  }

  private static var trainingOptions: [Option<TrainSettings>] {
    let learningRates = OptimizerName.allCases.map { "\($0.rawValue) \($0.rule().learningRate)" }
    return [
      .value(
        "--epochs", "N", \.epochs, .wholeNumber(atLeast: 0),
        "passes over the data; with 0 the model is written as it begins"),
      .value("--batch-size", "N", \.batchSize, .wholeNumber(atLeast: 1), "images in a batch"),
      .value(
        "--accumulate", "N", \.accumulate, .wholeNumber(atLeast: 1, atMost: 65_536),
        "batches in a step: their gradients are added up, each image weighs the same, before weights move"),
      .value(
        "--steps-per-epoch", "N", \.stepsPerEpoch, .wholeNumber(atLeast: 1), "steps in an epoch",
        otherwise: "one pass over the data"),
      .value(
        "--loss", "NAME", \.loss, .loss,
        "\(list(Loss.allCases.map(\.rawValue))): what is made small",
        otherwise: "\(Loss.binaryCrossentropy.rawValue) for a model with one output, else "
          + Loss.categoricalCrossentropy.rawValue),
      .value("--optimizer", "NAME", \.optimizer, .name, list(OptimizerName.allCases.map(\.rawValue))),
      .value(
        "--learning-rate", "X", \.learningRate, .positiveNumber, "step size",
        otherwise: learningRates.joined(separator: ", ")),
      .value("--momentum", "X", \.momentum, .fraction, "momentum of sgd and rmsprop", otherwise: "0"),
      .flag("--nesterov", \.nesterov, "Nesterov momentum, for sgd"),
      .value(
        "--weight-decay", "X", \.weightDecay, .nonNegativeNumber,
        "decoupled weight decay of kernels, not of biases and norms",
        otherwise: "0, of adamw 0.004"),
      .value(
        "--ghost-batch", "N", \.ghostBatch, .wholeNumber(atLeast: 2),
        "batch normalization over shards of at most N images", otherwise: "over the whole batch"),
      .flag("--decay-all", \.decayAll, "weight decay of biases and norms too, as Keras"),
      .value(
        "--learning-rate-schedule", "NAME,...", \.learningRateSchedule, .learningRateSchedule,
        "the learning rate of each step, lengths in epochs: " + list(ScheduleForm.all.map(\.example)),
        otherwise: "constant"),
      .value(
        "--clip-value", "X", \.clipValue, .positiveNumber, "keep every element of a gradient within -X...X"),
      .value(
        "--clip-norm", "X", \.clipNorm, .positiveNumber, "shrink the gradient of each tensor to the norm X"),
      .value(
        "--global-clip-norm", "X", \.globalClipNorm, .positiveNumber,
        "shrink the gradient of all tensors together to the norm X"),
      .value(
        "--ema-momentum", "X", \.emaMomentum, .fraction,
        "validate and save the exponential moving average of the weights, such as 0.99"),
      .value(
        "--label-smoothing", "X", \.labelSmoothing, .fraction,
        "take a part X of each label and spread it over all classes"),
      .value("--shuffle", "on|off", \.shuffle, .onOrOff, "a new order of the images each epoch"),
      .value(
        "--seed", "N", \.seed, .wholeNumber(atLeast: 0, atMost: .max),
        "of everything that is drawn at random"),
      .value(
        "--threads", "N|auto", \.threads, .threads, "threads to work with; the result is the same with any"),
      .value(
        "--lanes", "N", \.lanes, .wholeNumber(atLeast: 1, atMost: TrainingOptions.mostLanes),
        "parts a batch is summed in; fixes the order of the sums",
        otherwise: "\(TrainingOptions.defaultLanes)"),
      .value(
        "--instruction-set", "NAME", \.instructionSet, .instructionSet,
        list(InstructionSet.allCases.map(\.rawValue)), otherwise: "the best there is"),
    ]
  }

  private static var outputOptions: [Option<TrainSettings>] {
    [
      .value(
        "--output", "DIR", \.output, .text("a directory"), "the run's folder, which must not hold a run",
        otherwise: "runs/train, runs/train-2, ..."),
      .value(
        "--resume", "DIR", \.resume, .text("a directory"),
        "go on with the run of this folder from its last checkpoint, with its options; others are added to them"
      ),
      .flag(
        "--accept-other-bits", \.acceptOtherBits,
        "resume also with another version, decoder or instruction set, which may not give the same bits"),
      .value(
        "--best", "METRIC", \.best, .text("a metric"), "what best.safetensors is the best of",
        otherwise: "val_accuracy, among equals the lower val_loss"),
      .value(
        "--checkpoint-every", "N|TIME", \.checkpointEvery, .stepsOrSeconds,
        "save a checkpoint after so many steps, or after a time such as 30s or 10m; one is always saved at the end"
      ),
      .value(
        "--keep-checkpoints", "N", \.keepCheckpoints, .wholeNumber(atLeast: 1),
        "the checkpoints that are kept"),
      .flag("--tensorboard", \.tensorBoard, "write event files for TensorBoard into the run's folder"),
      .flag("--quiet", \.quiet, "say nothing but errors"),
      .flag(
        "--json", \.json, "print one JSON object an event to standard output: start, epoch, checkpoint, end"),
      .flag("--no-color", \.noColor, "no colors on a terminal; NO_COLOR does the same"),
    ]
  }
}
