import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct SequentialFunctionalJSONTests {
  private func branched() throws -> Sequential {
    let input = LayerOutput.input([6, 6, 2])
    let x = Conv2D(3, kernelSize: 3, padding: .same)(input)
    let y = BatchNormalization()(Conv2D(3, kernelSize: 1)(x))
    let z = Concatenate()(Add()(x, y), input)
    return try Sequential(
      name: "branched", input: input, output: Dense(2, activation: .softmax)(Flatten()(z)))
  }

  @Test func survives() throws {
    let model = try branched()
    let copy = try Sequential(kerasJSON: model.kerasJSON())
    #expect(copy.kerasJSON() == model.kerasJSON())
    #expect(copy.inboundLayers == model.inboundLayers && copy.layerShapes == model.layerShapes)
    #expect(copy.parameterLayout == model.parameterLayout && copy.name == "branched")
  }

  /// Keras 2 has lists in place of tensors, and may name layers before those that feed them.
  @Test func readsKeras2() throws {
    func layer(_ className: String, _ name: String, _ config: String, _ nodes: String) -> String {
      #"{"class_name": "\#(className)", "name": "\#(name)", "config": {"name": "\#(name)", "trainable": true, "#
        + #""dtype": "float32"\#(config)}, "inbound_nodes": [\#(nodes)]}"#
    }
    let softmax = #", "units": 2, "activation": "softmax""#
    let text =
      #"{"class_name": "Functional", "config": {"name": "model", "trainable": true, "layers": ["#
      + [
        layer("InputLayer", "in", #", "batch_input_shape": [null, 4], "sparse": false"#, ""),
        layer("Add", "add", "", #"[["a", 0, 0, {}], ["b", 0, 0, {}]]"#),
        layer("Dense", "a", #", "units": 3"#, #"[["in", 0, 0, {}]]"#),
        layer("Dense", "b", #", "units": 3"#, #"[["in", 0, 0, {}]]"#),
        layer("Dense", "out", softmax, #"[["add", 0, 0, {}]]"#),
      ].joined(separator: ", ")
      + #"], "input_layers": [["in", 0, 0]], "output_layers": [["out", 0, 0]]}}"#
    let model = try Sequential(kerasJSON: text)
    #expect(model.layers.map(\.name) == ["a", "b", "add", "out"])
    #expect(model.inboundLayers == [[-1], [-1], [0, 1], [2]])
  }

  static let faults = [
    (#"["flatten", 0, 0]"#, #"["nobody", 0, 0]"#, "is fed by nobody"),
    (
      #""output_layers": ["dense""#, #""output_layers": ["densest""#,
      "its output densest is none of its layers"
    ),
    (#""inbound_nodes": [{"args": [{"#, #""inbound_nodes": [{"nothing": [{"#, "is fed by nothing"),
    (#""class_name": "InputLayer""#, #""class_name": "OutputLayer""#, "class_name is OutputLayer"),
  ]

  /// What Keras writes and is not taken: no advice to let Keras write it.
  static let graphs = [
    (
      #""inbound_nodes": []}"#,
      #""inbound_nodes": []}, {"class_name": "InputLayer", "name": "second", "config": {}, "inbound_nodes": []}"#,
      "it has 2 inputs"
    ),
    (
      #""output_layers": ["dense", 0, 0]"#, #""output_layers": [["dense", 0, 0], ["add", 0, 0]]"#,
      "it has 2 outputs"
    ),
    (#""inbound_nodes": [{"args": [{"#, #""inbound_nodes": [{}, {"args": [{"#, "is used 2 times"),
  ]

  @Test(arguments: graphs.indices)
  func otherGraphs(index: Int) throws {
    let (old, new, reason) = Self.graphs[index]
    let text = try branched().kerasJSON()
    let range = try #require(text.firstRange(of: old))
    let error = try #require(throws: ModelError.self) {
      try Sequential(kerasJSON: text.replacingCharacters(in: range, with: new))
    }
    #expect(error.kind == .badData)
    #expect(
      error.description.hasPrefix("the model cannot be taken: ") && error.description.contains(reason)
        && error.description.hasSuffix("one input and one output, and uses no layer twice"), "\(error)")
  }

  @Test(arguments: faults.indices)
  func refused(index: Int) throws {
    let (old, new, reason) = Self.faults[index]
    let text = try branched().kerasJSON()
    let range = try #require(text.firstRange(of: old))
    let error = #expect(throws: ModelError.self) {
      try Sequential(kerasJSON: text.replacingCharacters(in: range, with: new))
    }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }
}
