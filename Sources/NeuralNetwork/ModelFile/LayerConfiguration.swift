import LinearAlgebra

/// The arguments of one layer as Keras wrote them, read field by field.
///
/// A field that nobody reads must be null or what Keras writes where the feature is off: what this package does not
/// have is refused, not skipped.
public final class LayerConfiguration {
  /// The largest size that a field may hold.
  public static let largestSize = 1 << 24

  /// The name of Keras' class.
  public let className: String
  /// The layer's name.
  public let name: String
  /// Whether gradients move the layer's parameters.
  public private(set) var isTrainable = true
  private let fields: [JSON.Member]
  private var handled: Set<String>

  /// Takes the members of Keras' `config`.
  ///
  /// - Throws: `ModelError` for a layer without a name, or a precision other than float32.
  public init(className: String, fields: [JSON.Member]) throws(ModelError) {
    self.className = className
    self.fields = fields
    // Keras 2 gives the first layer the shape of the model's input.
    handled = ["name", "batch_input_shape"]
    guard let name = fields.first(where: { $0.name == "name" })?.value.text, !name.isEmpty else {
      throw .malformed(reason: "a layer of class \(className) has no name")
    }
    self.name = name
    isTrainable = try boolean("trainable", default: true)
    let type = read("dtype")
    guard type.isNull || type == "float32" || type["config"]?["name"] == "float32" else {
      throw unsupported("dtype", found: type["config"]?["name"] ?? type, expected: "float32")
    }
  }

  /// The error of a field whose value this package does not have.
  public func unsupported(_ field: String, found: JSON, expected: String) -> ModelError {
    .unsupported(layer: "\(name) (\(className))", field: field, found: "\(found)", expected: expected)
  }

  /// Passes over a field whose value changes nothing here.
  public func ignore(_ field: String) { handled.insert(field) }

  func read(_ field: String) -> JSON {
    handled.insert(field)
    return fields.first { $0.name == field }?.value ?? .null
  }

  /// Refuses any value of a field but one; an absent field is that one.
  public func require(_ field: String, is expected: JSON) throws(ModelError) {
    let value = read(field)
    guard value.isNull || value == expected else {
      throw unsupported(field, found: value, expected: "\(expected)")
    }
  }

  /// Refuses images whose channels come first.
  public func requireChannelsLast() throws(ModelError) { try require("data_format", is: "channels_last") }

  /// Refuses fields that nobody has read and that are not null.
  func requireNothingElse() throws(ModelError) {
    for field in fields where !handled.contains(field.name) && !field.value.isNull {
      throw unsupported(field.name, found: field.value, expected: "null, or no such field")
    }
  }
}

extension LayerConfiguration {
  /// A whole number within a range.
  public func integer(
    _ field: String, in range: ClosedRange<Int>, default standard: Int? = nil
  ) throws(ModelError) -> Int {
    let value = read(field)
    if value.isNull, let standard { return standard }
    guard let number = value.wholeNumber, range.contains(number) else {
      throw unsupported(
        field, found: value, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A number within a half-open range.
  public func number(_ field: String, from lower: Double, below upper: Double) throws(ModelError) -> Double {
    let value = read(field)
    guard let number = value.realNumber, number >= lower, number < upper else {
      throw unsupported(field, found: value, expected: "a number of at least \(lower) and below \(upper)")
    }
    return number
  }

  /// A truth value.
  public func boolean(_ field: String, default standard: Bool) throws(ModelError) -> Bool {
    switch read(field) {
    case .null: return standard
    case .boolean(let value): return value
    case let value: throw unsupported(field, found: value, expected: "true or false")
    }
  }

  /// A height and a width: `[3, 3]`, or `3` for both.
  public func size(_ field: String, default standard: Size2? = nil) throws(ModelError) -> Size2 {
    let value = read(field)
    if value.isNull, let standard { return standard }
    let sides = (value.elements ?? [value, value]).compactMap(\.wholeNumber)
    guard sides.count == 2, sides.allSatisfy((1...Self.largestSize).contains) else {
      throw unsupported(
        field, found: value, expected: "a whole number or two, from 1 to \(Self.largestSize)")
    }
    return Size2(sides[0], sides[1])
  }

  /// `valid` or `same`; an absent one is `valid`.
  public func padding(_ field: String) throws(ModelError) -> Padding {
    let value = read(field)
    if value.isNull { return .valid }
    guard let padding = value.text.flatMap({ Padding(rawValue: $0.lowercased()) }) else {
      throw unsupported(field, found: value, expected: "\"valid\" or \"same\"")
    }
    return padding
  }

  /// An activation function by Keras' name; null is `linear`.
  public func activation(_ field: String) throws(ModelError) -> ActivationFunction {
    let value = read(field)
    if value.isNull { return .linear }
    // A function object is written as {"module": ..., "class_name": "function", "config": "silu", ...}.
    let name = value.text ?? value["config"]?.text
    guard let function = name.flatMap(ActivationFunction.init(kerasName:)) else {
      let all = ActivationFunction.allCases
      throw unsupported(
        field, found: value,
        expected: oneOf(all.map(\.rawValue), insteadOf: name, aliases: all.map(\.kerasName)))
    }
    return function
  }

  /// An initializer, as Keras' object or by its name.
  public func initializer(
    _ field: String, default standard: Initializer
  ) throws(ModelError) -> Initializer {
    let value = read(field)
    if value.isNull { return standard }
    guard let initializer = Initializer(kerasJSON: value) else {
      throw unsupported(field, found: value, expected: Initializer.kerasNames)
    }
    return initializer
  }
}
