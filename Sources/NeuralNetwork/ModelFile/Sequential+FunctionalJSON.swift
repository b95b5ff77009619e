import LinearAlgebra

extension Sequential {
  /// Builds the model that the `config` of Keras' functional JSON describes.
  ///
  /// - Throws: `ModelError.malformed` where a layer is fed by none that is there, `ModelError.unsupportedGraph` where the
  ///   model has several inputs or outputs, or uses a layer twice.
  init(functional config: JSON, name: String) throws(ModelError) {
    var outputs: [String: LayerOutput] = [:]
    var waiting: [(name: String, layer: any Layer, inputs: [String])] = []
    var input: LayerOutput?
    var frozen: Set<String> = []
    let elements = config["layers"]?.elements ?? []
    let inputCount = elements.count { $0["class_name"] == "InputLayer" }
    guard inputCount < 2 else { throw .unsupportedGraph(reason: "it has \(inputCount) inputs") }
    for element in elements {
      guard let name = element["name"]?.text ?? element["config"]?["name"]?.text else {
        throw .malformed(reason: "a layer has no name")
      }
      if element["class_name"] == "InputLayer" {
        let shape = try Self.inputShape(ofInputLayer: element)
        input = LayerOutput.input(shape)
        outputs[name] = input
      } else {
        let (layer, isTrainable) = try Self.layer(element)
        if !isTrainable || config["trainable"] == false { frozen.insert(layer.name) }
        waiting.append((name, layer, try Self.inboundNames(element, of: name)))
      }
    }
    guard let input else { throw .malformed(reason: "it has no InputLayer") }
    // A layer may stand before those that feed it.
    while !waiting.isEmpty {
      let count = waiting.count
      for index in waiting.indices.reversed() {
        let inputs = waiting[index].inputs.compactMap { outputs[$0] }
        guard inputs.count == waiting[index].inputs.count else { continue }
        outputs[waiting[index].name] = LayerOutput(waiting[index].layer, of: inputs)
        waiting.remove(at: index)
      }
      guard waiting.count < count else {
        throw .malformed(
          reason:
            "\(waiting[0].name) is fed by \(waiting[0].inputs.joined(separator: ", ")), which is not there")
      }
    }
    let names = Self.names(config["output_layers"])
    guard names.count < 2 else { throw .unsupportedGraph(reason: "it has \(names.count) outputs") }
    guard let output = names.first.flatMap({ outputs[$0] }) else {
      throw .malformed(reason: "its output \(names.first ?? "") is none of its layers")
    }
    try self.init(name: name, input: input, output: output, frozen: frozen)
  }

  /// The names of the layers whose outputs a layer takes.
  private static func inboundNames(_ json: JSON, of name: String) throws(ModelError) -> [String] {
    let nodes = json["inbound_nodes"]?.elements ?? []
    guard nodes.count < 2 else {
      throw .unsupportedGraph(reason: "the layer \(name) is used \(nodes.count) times")
    }
    // Keras 3 has {"args": ..., "kwargs": ...} with the history of each tensor, Keras 2 [[name, 0, 0, {}], ...].
    let names = nodes.first.map { histories($0["args"] ?? $0) } ?? []
    guard !names.isEmpty else { throw .malformed(reason: "the layer \(name) is fed by nothing") }
    return names
  }

  /// The names in all histories ["name", node, tensor] within a value.
  private static func histories(_ json: JSON) -> [String] {
    if let history = json["config"]?["keras_history"] { return histories(history) }
    guard let elements = json.elements else { return [] }
    if elements.count >= 3, let name = elements[0].text, elements[1].wholeNumber != nil { return [name] }
    return elements.flatMap(histories)
  }

  /// The names in `[["name", 0, 0]]` or `["name", 0, 0]`.
  private static func names(_ json: JSON?) -> [String] {
    json.map(histories) ?? []
  }

  /// The architecture as Keras 3 writes a functional model.
  func functionalJSON() -> String {
    func tensor(_ place: Int) -> JSON {
      let (name, shape) =
        place == Self.modelInput ? ("input_layer", inputShape) : (layers[place].name, layerShapes[place])
      return .object([
        ("class_name", "__keras_tensor__"),
        (
          "config",
          .object([
            ("shape", Self.batchShape(shape)), ("dtype", "float32"),
            ("keras_history", [.string(name), 0, 0]),
          ])
        ),
      ])
    }
    let input: [JSON.Member] =
      (inputLayerJSON.members ?? []) + [("name", "input_layer"), ("inbound_nodes", .array([]))]
    let all = layers.indices.map { index -> JSON in
      let tensors = inboundLayers[index].map(tensor)
      let arguments: JSON = layers[index].takesSeveralInputs ? .array([.array(tensors)]) : .array(tensors)
      // Keras' layers that could take a mask say that there is none.
      let mask: [JSON.Member] = layers[index] is BatchNormalization ? [("mask", nil)] : []
      let node = JSON.object([("args", arguments), ("kwargs", .object(mask))])
      return .object(
        (json(ofLayer: index).members ?? []) + [
          ("name", .string(layers[index].name)), ("inbound_nodes", .array([node])),
        ])
    }
    let config: [JSON.Member] = [
      ("name", .string(name)), ("trainable", true), ("layers", .array([.object(input)] + all)),
      ("input_layers", ["input_layer", 0, 0]),
      ("output_layers", [.string(layers[layers.count - 1].name), 0, 0]),
    ]
    let model = kerasObject(
      module: "keras.src.models.functional", className: "Functional", config: .object(config),
      registeredName: "Functional")
    return JSON.object(
      (model.members ?? []) + [
        ("build_config", .object([("input_shape", nil)])), ("compile_config", .object([])),
      ]
    ).description
  }
}
