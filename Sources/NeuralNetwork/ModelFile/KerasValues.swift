extension Size2 {
  /// `[height, width]`
  var json: JSON { [.integer(height), .integer(width)] }
}

extension ActivationFunction {
  /// Keras' name.
  var json: JSON { .string(kerasName) }
}

extension Initializer {
  /// The names of Keras' objects that can be read.
  static let kerasNames = """
    GlorotUniform, GlorotNormal, HeUniform, HeNormal, LecunUniform, LecunNormal, RandomNormal or TruncatedNormal with a \
    mean of 0, RandomUniform, Constant, Zeros, or Ones
    """

  /// Keras' object.
  var json: JSON {
    let scaled: [JSON.Member] = [("seed", nil), ("input_axes", nil), ("output_axes", nil)]
    let (name, config): (String, [JSON.Member]) =
      switch self {
      case .glorotUniform: ("GlorotUniform", scaled)
      case .glorotNormal: ("GlorotNormal", scaled)
      case .heUniform: ("HeUniform", scaled)
      case .heNormal: ("HeNormal", scaled)
      case .lecunUniform: ("LecunUniform", scaled)
      case .lecunNormal: ("LecunNormal", scaled)
      case .normal(let deviation):
        ("RandomNormal", [("seed", nil), ("mean", .number(0)), ("stddev", .number(deviation))])
      case .truncatedNormal(let deviation):
        ("TruncatedNormal", [("seed", nil), ("mean", .number(0)), ("stddev", .number(deviation))])
      case .randomUniform(let range):
        (
          "RandomUniform",
          [("seed", nil), ("minval", .number(range.lowerBound)), ("maxval", .number(range.upperBound))]
        )
      case .constant(let value): ("Constant", [("value", .number(value))])
      case .zeros: ("Zeros", [])
      case .ones: ("Ones", [])
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
    /// An argument that a float32 holds, or Keras' own default.
    func number(_ field: String, default standard: Double) -> Double? {
      (config?[field] ?? .number(standard)).realNumber.flatMap { Float($0).isFinite ? $0 : nil }
    }
    switch name {
    case "glorotuniform", "xavieruniform": self = .glorotUniform
    case "glorotnormal", "xaviernormal": self = .glorotNormal
    case "heuniform": self = .heUniform
    case "henormal": self = .heNormal
    case "lecununiform": self = .lecunUniform
    case "lecunnormal": self = .lecunNormal
    case "zeros", "zero": self = .zeros
    case "ones", "one": self = .ones
    case "constant":
      guard let value = number("value", default: 0) else { return nil }
      self = .constant(value)
    case "randomnormal", "normal", "truncatednormal":
      guard number("mean", default: 0) == 0, let deviation = number("stddev", default: 0.05), deviation >= 0
      else { return nil }
      self = name == "truncatednormal" ? .truncatedNormal(stddev: deviation) : .normal(stddev: deviation)
    case "randomuniform", "uniform":
      guard let lower = number("minval", default: -0.05), let upper = number("maxval", default: 0.05),
        lower <= upper
      else { return nil }
      self = .randomUniform(in: lower...upper)
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
