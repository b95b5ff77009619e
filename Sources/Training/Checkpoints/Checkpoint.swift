import LinearAlgebra
import NeuralNetwork

/// A model's file that holds besides all that its training needs to go on from the exact step.
///
/// The tensors of the weights bear Keras' names, as in every model's file; `optimizer/SLOT/NAME`, `average/NAME` and
/// `callbacks/CALLBACK/NAME` join them. The text `checkpoint` of the metadata holds the rest as JSON.
public struct Checkpoint: Sendable {
  /// The version of the JSON that this package writes and reads.
  static let formatVersion = 1

  /// The model, with the weights as the last step left them.
  public let model: ModelFile
  /// How far the training was.
  public let position: TrainingPosition
  /// What the one who saved it wanted to find again.
  public let record: JSON

  let learningRate: Double
  let callbacks: [(name: String, state: JSON)]
  private let file: SafetensorsFile

  /// Reads and checks a checkpoint.
  ///
  /// - Throws: `ModelFileError` for a file that is not there, damaged, or no checkpoint of this version.
  public init(path: String) throws(ModelFileError) {
    file = try SafetensorsFile(path: path)
    guard let text = file.metadata[Self.key] else {
      throw ModelFileError(
        path: path, reason: "it is a model without its training; name a checkpoint", kind: .badData)
    }
    guard let json = try? JSON(parsing: text.utf8), json["version"]?.wholeNumber == Self.formatVersion,
      let position = json["position"].flatMap(TrainingPosition.init(json:)),
      let learningRate = json["learning_rate"]?.realNumber, let callbacks = json["callbacks"]?.members,
      let record = json["record"]
    else {
      throw ModelFileError(
        path: path,
        reason: "its checkpoint is not of version \(Self.formatVersion); use the version that made it",
        kind: .badData)
    }
    model = try ModelFile(file)
    self.position = position
    self.record = record
    self.learningRate = learningRate
    self.callbacks = callbacks.map { ($0.name, $0.value) }
  }

  /// The key of the metadata.
  static let key = ModelFile.checkpointKey

  /// Reads tensors with the layout of the parameters, where they are there.
  func parameters(_ group: String) throws(ModelFileError) -> Parameters? {
    let prefix = group + "/"
    guard file.tensorNames.contains(where: { $0.hasPrefix(prefix) }) else { return nil }
    let parameters = Parameters(layout: model.parameters.layout)
    for entry in parameters.layout.entries {
      let tensor = try file.tensor(named: prefix + entry.name, shape: entry.shape)
      parameters[entry.name] = tensor
    }
    return parameters
  }
}

extension TrainingPosition {
  init?(json: JSON) {
    guard let steps = json["steps"]?.wholeNumber, let epochs = json["epochs"]?.wholeNumber,
      let stepsInEpoch = json["steps_in_epoch"]?.wholeNumber, let lossSum = json["loss_sum"]?.realNumber,
      let correct = json["correct"]?.wholeNumber, let samples = json["samples"]?.wholeNumber,
      [steps, epochs, stepsInEpoch, correct, samples].allSatisfy({ $0 >= 0 })
    else { return nil }
    (self.steps, self.epochs, self.stepsInEpoch) = (steps, epochs, stepsInEpoch)
    (self.lossSum, self.correct, self.samples) = (lossSum, correct, samples)
  }

  var json: JSON {
    .object([
      ("steps", .integer(steps)), ("epochs", .integer(epochs)), ("steps_in_epoch", .integer(stepsInEpoch)),
      ("loss_sum", .number(lossSum)), ("correct", .integer(correct)), ("samples", .integer(samples)),
    ])
  }
}
