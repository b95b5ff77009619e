import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct LayerOutputTests {
  /// Keras sorts layers by their distance from the output, then as they are met on the way back from it.
  @Test func layersStandInKerasOrder() throws {
    let input = LayerOutput.input([8, 8, 3])
    let trunk = Conv2D(4, kernelSize: 3, padding: .same, name: "trunk")(input)
    let short = Conv2D(4, kernelSize: 1, name: "short")(trunk)
    let long = Conv2D(4, kernelSize: 3, padding: .same, name: "second")(
      Conv2D(4, kernelSize: 3, padding: .same, name: "first")(trunk))
    let model = try Sequential(
      input: input, output: Dense(2, activation: .softmax)(GlobalAveragePooling2D()(Add()(long, short))))
    #expect(
      model.layers.map(\.name) == [
        "trunk", "first", "second", "short", "add", "global_average_pooling2d", "dense",
      ])
    #expect(model.inboundLayers == [[-1], [0], [1], [0], [2, 3], [4], [5]])
    #expect(!model.isStack && model.inputShapes(ofLayer: 4) == [[8, 8, 4], [8, 8, 4]])
  }

  /// A name goes to the layer that was made first, wherever it stands.
  @Test func namesAreGivenInTheOrderOfMaking() throws {
    let input = LayerOutput.input([4])
    let late = Dense(3)(input)
    let early = Dense(3)(Dense(3)(input))
    let model = try Sequential(input: input, output: Add()(early, late))
    // Where the distance is the same, the first input's way comes first.
    #expect(model.layers.map(\.name) == ["dense_1", "dense_2", "dense", "add"])
  }

  @Test func aChainIsAStack() throws {
    let input = LayerOutput.input([4])
    let model = try Sequential(input: input, output: Dense(2, activation: .softmax)(Dense(3)(input)))
    #expect(model.isStack && model.inboundLayers == [[-1], [0]])
    #expect(try JSON(parsing: model.kerasJSON().utf8)["class_name"] == "Sequential")
  }

  @Test func whatCannotBeBuilt() throws {
    let (input, other) = (LayerOutput.input([4]), LayerOutput.input([4]))
    #expect(throws: ModelError.self) { try Sequential(input: input, output: Add()(input, other)) }
    #expect(throws: ModelError.self) { try Sequential(input: Dense(2)(input), output: Dense(2)(input)) }
    #expect(throws: ModelError.self) { try Sequential(input: input, output: input) }
    // Several inputs for one who takes one, one for one who takes several, and shapes that do not fit.
    #expect(throws: ModelError.self) { try Sequential(input: input, output: Dense(2)(input, input)) }
    #expect(throws: ModelError.self) { try Sequential(input: input, output: Add()(input)) }
    let error = #expect(throws: ModelError.self) {
      try Sequential(input: input, output: Add(name: "sum")(input, Dense(3)(input)))
    }
    #expect(error?.description.hasPrefix("sum (Add): ") == true)
  }
}
