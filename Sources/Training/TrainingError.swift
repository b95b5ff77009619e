import Files
import LinearAlgebra

/// Why training or evaluating cannot begin or go on.
public enum TrainingError: ReportableError, Hashable {
  /// There is nothing to train on or to evaluate.
  case noSamples
  /// The samples are not what the model takes.
  case sampleShape(found: Shape, expected: Shape)
  /// The samples have other classes than the model.
  case classCount(found: Int, expected: Int)
  /// The program has another preprocessing function than the model was trained with; nil for none.
  case preprocessingFunction(found: String?, expected: String?)
  /// The model's images are resized by a filter that there is not.
  case resizeFilter(found: String)
  /// Weights laid out for another model.
  case parameters(found: Int, expected: Int)
  /// The machine, or the control group that the process runs in, has less memory than a training step takes.
  case memory(needed: Int, available: Int, batchSize: Int)
  /// A callback watches a metric that there is not.
  case monitor(found: String, known: [String])
  /// The callbacks are not those of the checkpoint.
  case callbacks(found: [String], expected: [String])
  /// The loss is not a number or infinite.
  case lossIsNotFinite(epoch: Int, step: Int, learningRate: Double)

  /// The weights of a model that is evaluated are so large, or none any more, that its loss is infinite or not a number.
  case evaluatedLossIsNotFinite

  /// Bad data, or wrong use.
  public var kind: ErrorKind {
    switch self {
    case .memory, .monitor, .callbacks: .usage
    default: .badData
    }
  }

  /// One sentence that says what was found and what to do.
  public var description: String {
    switch self {
    case .noSamples: "there are no images to work on; give a directory that holds some"
    case .sampleShape(let found, let expected):
      "the images have the shape \(found), the model takes \(expected); "
        + "choose the size and color that the model was made for"
    case .classCount(let found, let expected):
      "the data has \(found) classes, the model \(expected); "
        + "use the data the model was made for, or a new model"
    case .preprocessingFunction(let found, let expected):
      "the program gives \(found.map { "the preprocessing function \($0)" } ?? "no preprocessing function"), the model "
        + "was trained with \(expected ?? "none"); a program that has that function can use the model"
    case .resizeFilter(let found):
      "the model's images are resized by \(found), which this version does not know; use the version that made the model"
    case .parameters(let found, let expected):
      "the weights are \(found) numbers, the model has \(expected); use weights of this model"
    case .memory(let needed, let available, let batchSize):
      "a training step takes \(mebibytes(needed)), \(mebibytes(available)) are free (the least of the machine's and the "
        + "control group's memory); "
        + (batchSize > 1 ? "try batches of \(max(1, batchSize / 2)) in place of \(batchSize), or " : "try ")
        + "fewer lanes or threads, smaller images or a smaller model"
    case .monitor(let found, let known):
      "there is no metric \(found) to watch; there are \(known.joined(separator: ", "))"
        + (known.contains("val_loss") ? "" : ", since there is no validation data")
    case .callbacks(let found, let expected):
      "the checkpoint was made with the callbacks \(names(expected)), the training has \(names(found)); give it the same"
    case .lossIsNotFinite(let epoch, let step, let learningRate):
      "the loss became infinite or not a number in epoch \(epoch), step \(step); the learning rate was "
        + "\(learningRate): try a tenth of it, and see that the rescaled images are between 0 and 1"
    case .evaluatedLossIsNotFinite:
      "the loss is infinite or not a number: the model's weights are too large or damaged; train it anew, "
        + "with a smaller learning rate"
    }
  }
}

private func names(_ names: [String]) -> String {
  names.isEmpty ? "(none)" : names.joined(separator: ", ")
}

private func mebibytes(_ bytes: Int) -> String {
  "\((bytes + (1 << 20) - 1) >> 20) MiB"
}
