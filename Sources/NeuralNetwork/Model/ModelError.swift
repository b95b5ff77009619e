import Files
import LinearAlgebra

/// What is wrong with the description of a model.
public enum ModelError: ReportableError, Hashable {
  /// A layer cannot take the shape that the layer before it gives.
  case shape(layer: String, input: Shape, reason: String)
  /// A tensor of the model would be too large to count.
  case tooLarge(layer: String, tensor: String)
  /// There is no layer, or the input's shape has a size below 1.
  case nothingToBuild(reason: String)
  /// Two layers bear the same name, or a name that cannot stand in a file.
  case layerName(String, reason: String)
  /// The model does not end as a classifier must.
  case notAClassifier(reason: String)
  /// The model is a classifier, but its output is not what the loss is for.
  case unsuitedLoss(Loss, reason: String)
  /// No architecture has this name.
  case unknownArchitecture(String, nearest: String?)
  /// Keras' JSON is not JSON, or not of a model.
  case malformed(reason: String)
  /// Keras' JSON has several inputs or outputs, or a layer that is used several times.
  case unsupportedGraph(reason: String)
  /// Keras' JSON has a layer or a value that this package does not have.
  case unsupported(layer: String, field: String, found: String, expected: String)

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .shape(let layer, let input, let reason):
      "\(layer): it cannot take the input \(input): \(reason)"
    case .tooLarge(let layer, let tensor):
      "\(layer): \(tensor) would have more than \(Sequential.largestCount) elements"
    case .nothingToBuild(let reason):
      "the model cannot be built: \(reason)"
    case .layerName(let name, let reason):
      "the layer name \"\(name)\" \(reason)"
    case .notAClassifier(let reason):
      "the model is no classifier: \(reason); let it end in a Dense layer with as many units as classes and softmax"
    case .unsuitedLoss(let loss, let reason):
      "the loss \(loss.rawValue) \(reason)"
    case .unknownArchitecture(let name, let nearest):
      "unknown model \"\(name)\""
        + (nearest.map { "; did you mean \"\($0)\"?" } ?? ";")
        + " known are \(Architecture.allNames.joined(separator: ", "))"
    case .malformed(let reason):
      "the model's JSON cannot be read: \(reason); write it with Keras' model.to_json()"
    case .unsupportedGraph(let reason):
      "the model cannot be taken: \(reason); what is taken has one input and one output, and uses no layer twice"
    case .unsupported(let layer, let field, let found, let expected):
      "\(layer): \(field) is \(found), expected \(expected)"
    }
  }

  /// An unknown name and a loss for another model are wrong use, everything else bad data.
  public var kind: ErrorKind {
    switch self {
    case .unknownArchitecture, .unsuitedLoss: .usage
    default: .badData
    }
  }
}
