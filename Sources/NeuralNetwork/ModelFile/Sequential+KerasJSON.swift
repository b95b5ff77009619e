import LinearAlgebra

/// A layer class that Keras' JSON may name, and how to make one of its layers.
private struct LayerClass: Sendable {
  let className: String
  let registeredName: String
  let make: @Sendable (LayerConfiguration) throws(ModelError) -> any Layer

  init<L: Layer>(_ type: L.Type) {
    className = L.className
    registeredName = L.registeredName ?? L.className
    make = { configuration throws(ModelError) in try L(configuration: configuration) }
  }

  static let all = [
    LayerClass(Conv2D.self), LayerClass(MaxPooling2D.self), LayerClass(AveragePooling2D.self),
    LayerClass(MinPooling2D.self), LayerClass(Flatten.self), LayerClass(Dense.self), LayerClass(Dropout.self),
    LayerClass(Activation.self), LayerClass(BatchNormalization.self), LayerClass(LayerNormalization.self),
    LayerClass(LocalResponseNormalization.self), LayerClass(GlobalAveragePooling2D.self),
    LayerClass(GlobalMaxPooling2D.self), LayerClass(DepthwiseConv2D.self), LayerClass(SeparableConv2D.self),
    LayerClass(ZeroPadding2D.self), LayerClass(SpatialDropout2D.self), LayerClass(Rescaling.self),
    LayerClass(ReLU.self), LayerClass(LeakyReLU.self), LayerClass(PReLU.self), LayerClass(ELU.self),
    LayerClass(Add.self), LayerClass(Concatenate.self),
  ]

  /// The error of a layer whose class is none of these: one of another name, or of this name in another package.
  static func unknown(_ json: JSON, className: String) -> ModelError {
    let layer = json["config"]?["name"]?.text ?? className
    let registered = json["registered_name"]?.text
    guard let own = all.first(where: { $0.className == className }) else {
      return .unsupported(
        layer: layer, field: "class_name", found: registered ?? className,
        expected: oneOf(all.map(\.className), insteadOf: className))
    }
    let expected =
      own.registeredName == className
      ? "null, for Keras' own \(className)" : "\"\(own.registeredName)\" beside the class_name \(className)"
    return .unsupported(
      layer: layer, field: "registered_name", found: registered.map { "\"\($0)\"" } ?? "missing",
      expected: expected)
  }
}

extension Sequential {
  /// Builds the model that Keras' `model.to_json()` describes.
  ///
  /// Reads what Keras 3 writes, and Keras 2 with its plain names in place of objects. How the model was compiled is
  /// passed over, as are the seeds of initializers and dropout: the training has its own.
  ///
  /// - Throws: `ModelError.malformed` for text that is no such JSON, `ModelError.unsupported` for a layer or a value
  ///   that this package does not have, and what building a model throws.
  public init(kerasJSON text: String) throws(ModelError) {
    try self.init(kerasJSON: text.utf8)
  }

  /// Builds the model that a file with Keras' JSON describes.
  ///
  /// - Throws: `ModelFileError` with the file's name, for a file that cannot be read or does not describe such a model.
  public init(kerasJSONFile path: String) throws(ModelFileError) {
    let bytes = try fileContents(path)
    do throws(ModelError) {
      try self.init(kerasJSON: bytes)
    } catch {
      throw .damaged("\(error)", path: path)
    }
  }

  private init(kerasJSON text: some Collection<UInt8>) throws(ModelError) {
    let json: JSON
    do {
      json = try JSON(parsing: text)
    } catch {
      throw .malformed(reason: "\(error)")
    }
    guard let className = json["class_name"]?.text, let config = json["config"]?.members else {
      throw .malformed(reason: "it has no class_name or no config")
    }
    let isFunctional = className == "Functional" || className == "Model"
    guard className == "Sequential" || isFunctional else {
      throw .malformed(reason: "it describes a \(className) model, expected Sequential or Functional")
    }
    let configuration = try LayerConfiguration(className: className, fields: config)
    for field in ["layers", "build_input_shape", "input_layers", "output_layers"] {
      configuration.ignore(field)
    }
    try configuration.requireNothingElse()
    guard let elements = json["config"]?["layers"]?.elements, let first = elements.first else {
      throw .malformed(reason: "it has no layers")
    }
    if isFunctional {
      try self.init(functional: json["config"] ?? .null, name: configuration.name)
      return
    }

    let startsWithInput = first["class_name"] == "InputLayer"
    let input =
      startsWithInput
      ? try Self.inputShape(ofInputLayer: first)
      : try Self.sampleShape(
        first["config"]?["batch_input_shape"] ?? json["config"]?["build_input_shape"],
        layer: "the first layer")
    var layers: [any Layer] = []
    var frozen: Set<String> = []
    for element in elements.dropFirst(startsWithInput ? 1 : 0) {
      let (layer, isTrainable) = try Self.layer(element)
      layers.append(layer)
      if !isTrainable || !configuration.isTrainable { frozen.insert(layer.name) }
    }
    try self.init(name: configuration.name, input: input, layers: layers, frozen: frozen)
  }

  static func inputShape(ofInputLayer json: JSON) throws(ModelError) -> Shape {
    let configuration = try LayerConfiguration(className: "InputLayer", fields: json["config"]?.members ?? [])
    configuration.ignore("batch_shape")
    for field in ["sparse", "ragged", "optional"] { try configuration.require(field, is: false) }
    try configuration.requireNothingElse()
    return try sampleShape(
      json["config"]?["batch_shape"] ?? json["config"]?["batch_input_shape"], layer: configuration.name)
  }

  /// The shape of one sample from a shape whose first size is the batch's.
  private static func sampleShape(_ json: JSON?, layer: String) throws(ModelError) -> Shape {
    let sizes = (json?.elements ?? []).dropFirst()
    let known = sizes.compactMap(\.wholeNumber).filter((1...LayerConfiguration.largestSize).contains)
    guard !known.isEmpty, known.count == sizes.count else {
      throw .unsupported(
        layer: layer, field: "batch_shape", found: "\(json ?? .null)",
        expected: "a shape of known sizes after the batch's, such as [null, 28, 28, 1]")
    }
    return Shape(known)
  }

  static func layer(_ json: JSON) throws(ModelError) -> (layer: any Layer, isTrainable: Bool) {
    guard let className = json["class_name"]?.text, let config = json["config"]?.members else {
      throw .malformed(reason: "a layer has no class_name or no config")
    }
    // Keras 3 has the registered name of a custom class beside the class name, Keras 2 in its place.
    let registered = json["registered_name"]?.text ?? className
    let candidates = LayerClass.all.filter { $0.className == className || $0.registeredName == className }
    guard let layerClass = candidates.first(where: { $0.registeredName == registered }) else {
      throw LayerClass.unknown(json, className: className)
    }
    let configuration = try LayerConfiguration(className: layerClass.className, fields: config)
    let layer = try layerClass.make(configuration)
    try configuration.requireNothingElse()
    return (layer, configuration.isTrainable)
  }
}

extension Sequential {
  /// The architecture as Keras 3 writes it: what `model.to_json()` prints and `keras.models.model_from_json` reads.
  ///
  /// Minimum pooling, which Keras lacks, is a registered custom class, `train_parallel>MinPooling2D`.
  public func kerasJSON() -> String {
    guard isStack else { return functionalJSON() }
    let batchShape = Self.batchShape(inputShape)
    let config =
      Self.common(name) + [
        ("layers", .array([inputLayerJSON] + layers.indices.map(json(ofLayer:)))),
        ("build_input_shape", batchShape),
      ]
    let model = kerasObject(module: "keras", className: "Sequential", config: .object(config))
    return JSON.object(
      (model.members ?? []) + [
        ("build_config", .object([("input_shape", batchShape)])), ("compile_config", .object([])),
      ]
    ).description
  }

  /// Keras' object for the model's input.
  var inputLayerJSON: JSON {
    kerasObject(
      module: "keras.layers", className: "InputLayer",
      config: .object([
        ("batch_shape", Self.batchShape(inputShape)), ("dtype", "float32"), ("sparse", false),
        ("ragged", false), ("name", "input_layer"), ("optional", false),
      ]))
  }

  /// Keras' object for a layer.
  func json(ofLayer index: Int) -> JSON {
    let layer = layers[index]
    let registeredName = type(of: layer).registeredName
    let common = Self.common(layer.name, isTrainable: !frozen.contains(layer.name)).filter {
      !type(of: layer).omittedFields.contains($0.name)
    }
    let object = kerasObject(
      module: registeredName == nil ? "keras.layers" : .null, className: layer.className,
      config: .object(common + layer.configuration), registeredName: registeredName)
    // Keras notes the input of the layers that it builds.
    guard type(of: layer).isBuiltFromInput || !parameterEntries(ofLayer: index).isEmpty else { return object }
    let shapes = inputShapes(ofLayer: index).map(Self.batchShape)
    let shape = layer.takesSeveralInputs ? JSON.array(shapes) : shapes[0]
    return .object((object.members ?? []) + [("build_config", .object([("input_shape", shape)]))])
  }

  static func batchShape(_ shape: Shape) -> JSON {
    .array([.null] + shape.dimensions.map(JSON.integer))
  }

  static func common(_ name: String, isTrainable: Bool = true) -> [JSON.Member] {
    let policy = kerasObject(
      module: "keras", className: "DTypePolicy", config: .object([("name", "float32")]))
    return [("name", .string(name)), ("trainable", .boolean(isTrainable)), ("dtype", policy)]
  }
}
