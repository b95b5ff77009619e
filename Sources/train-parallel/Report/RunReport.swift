import TrainParallel

/// All that the page of a run shows. Every part may be missing: the page grows with the run.
///
/// `html` is one file that needs no other: no script, pictures and curves within it.
struct RunReport {
  /// What the page is called: the run's folder.
  var title: String
  /// How far the run is.
  var state: State
  /// What the run is made with, lines such as "data: ..."; the words before the colon become labels.
  var header: [String] = []
  /// The epochs that were asked for.
  var epochCount: Int
  /// The batches of an epoch.
  var batchCount: Int?
  /// The validation images.
  var validationCount: Int?
  /// What each epoch came to.
  var rows: [MetricsRow] = []
  /// The seconds of the whole run by what they were spent on, in the order of the work.
  var phases: [(name: String, seconds: Double)] = []
  /// How the model does on the validation images.
  var validation: Validation?
  /// The wrong predictions that the model is surest of, the surest first.
  var mistakes: [Sample] = []
  /// The training images with the highest loss, the highest first.
  var highestLosses: [Sample] = []
  /// The filters of the first convolution.
  var filters: Filters?
  /// The PNG file of the augmentation sheet.
  var augmentationSheet: [UInt8]?
  /// The network, for its table of layers.
  var model: Sequential?
  /// The text of `arguments.json`.
  var arguments: String?
  /// The command that repeats the run.
  var command: String?

  /// How far a run is.
  enum State: Equatable {
    /// It goes on; the page reads itself anew.
    case running
    /// It ended as it should.
    case finished
    /// It ended before, for a reason: "by SIGINT".
    case stopped(String)
  }

  /// How a model does on the validation images.
  struct Validation {
    /// What was evaluated: "best.safetensors, epoch 7".
    var model: String
    var evaluation: Evaluation
    var classNames: [String]
  }

  /// An image and what the model makes of it.
  struct Sample {
    var path: String
    /// The class that it is filed under.
    var givenClass: String
    /// The class that the model takes it for, and how sure it is.
    var predictedClass: String
    var probability: Double
    /// -log p of the given class.
    var loss: Double
    var image: DecodedImage

    /// Whether the model takes it for another class.
    var isMistake: Bool { givenClass != predictedClass }
  }

  /// The kernel of a convolution at two times, each (height, width, channels, filters).
  struct Filters {
    /// The layer's name.
    var layer: String
    var before: Tensor<Float>?
    var after: Tensor<Float>?
  }
}

extension RunReport.Sample {
  /// A sample of an evaluation.
  init(_ sample: Int, of evaluation: Evaluation, classNames: [String], path: String, image: DecodedImage) {
    let prediction = evaluation.prediction(of: sample)
    self.init(
      path: path, givenClass: classNames[evaluation.labels[sample]], predictedClass: classNames[prediction],
      probability: evaluation.probability(of: prediction, sample: sample),
      loss: evaluation.crossEntropy(of: sample), image: image)
  }
}

extension RunReport {
  /// The epoch with the highest validation accuracy, at equal accuracy the one with the lowest loss.
  var best: MetricsRow? {
    rows.reduce(nil) { best, row in row.isBetter(than: best) ? row : best }
  }
}
