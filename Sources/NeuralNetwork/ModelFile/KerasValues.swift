extension Size2 {
  /// `[height, width]`
  var json: JSON { [.integer(height), .integer(width)] }
}

extension ActivationFunction {
  /// Keras' name.
  var json: JSON { .string(kerasName) }
}

extension Initializer {
  /// Keras' object.
  var json: JSON {
    let (name, config): (String, [JSON.Member]) =
      switch self {
      case .glorotUniform: ("GlorotUniform", [("seed", nil), ("input_axes", nil), ("output_axes", nil)])
      case .heNormal: ("HeNormal", [("seed", nil), ("input_axes", nil), ("output_axes", nil)])
      case .normal(let deviation):
        ("RandomNormal", [("seed", nil), ("mean", .number(0)), ("stddev", .number(deviation))])
      case .zeros: ("Zeros", [])
      }
    return kerasObject(module: "keras.initializers", className: name, config: .object(config))
  }

  /// Reads Keras' object, or a name such as `glorot_uniform`; nil for what this package does not have.
  ///
  /// The seed is passed over: parameters start from the training's own.
  init?(kerasJSON: JSON) {
    let config = kerasJSON["config"]
    let name = (kerasJSON.text ?? kerasJSON["class_name"]?.text)?.replacing("_", with: "").lowercased()
    let axes = [config?["input_axes"], config?["output_axes"]]
    guard axes.allSatisfy({ $0?.isNull ?? true }) else { return nil }
    switch name {
    case "glorotuniform", "xavieruniform": self = .glorotUniform
    case "henormal": self = .heNormal
    case "zeros", "zero": self = .zeros
    case "randomnormal", "normal":
      // Keras' own default.
      let deviation = (config?["stddev"] ?? .number(0.05)).realNumber ?? -1
      guard (config?["mean"] ?? 0) == 0, deviation >= 0 else { return nil }
      self = .normal(stddev: deviation)
    default: return nil
    }
  }
}

/// An object as Keras 3 serializes it.
func kerasObject(
  module: JSON, className: String, config: JSON, registeredName: String? = nil
) -> JSON {
  .object([
    ("module", module), ("class_name", .string(className)), ("config", config),
    ("registered_name", registeredName.map(JSON.string) ?? .null),
  ])
}
