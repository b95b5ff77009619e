import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct SequentialTests {
  @Test func shapesAndParameters() throws {
    let model = try Sequential(input: [28, 28, 1]) {
      Conv2D(32, kernelSize: 3, activation: .relu)
      MaxPooling2D()
      Flatten()
      Dense(10, activation: .softmax)
    }
    #expect(model.name == "sequential")
    #expect(model.layerShapes == [[26, 26, 32], [13, 13, 32], [5408], [10]])
    #expect(model.outputShape == [10])
    #expect(model.classCount == 10)
    #expect(model.inputShape(ofLayer: 0) == [28, 28, 1])
    #expect(model.inputShape(ofLayer: 3) == [5408])
    #expect(
      model.parameterLayout.entries.map(\.name) == [
        "conv2d/kernel", "conv2d/bias", "dense/kernel", "dense/bias",
      ])
    #expect(model.parameterEntries(ofLayer: 0).map(\.name) == ["conv2d/kernel", "conv2d/bias"])
    #expect(model.parameterEntries(ofLayer: 1).isEmpty)
    #expect(model.parameterEntries(ofLayer: 3).map(\.shape) == [[5408, 10], [10]])
    #expect(model.parameterCount == 320 + 54_090)
  }

  @Test func builderTakesLoopsAndConditions() throws {
    let (deep, wide) = (true, false)
    let model = try Sequential(name: "m", input: [8]) {
      for units in [5, 4] { Dense(units) }
      if deep { Dropout(0.1) }
      if wide { Dense(100) } else { Dense(3) }
      [Activation(.softmax)]
    }
    #expect(model.layers.map(\.name) == ["dense", "dense_1", "dropout", "dense_2", "activation"])
  }

  @Test func theLayerThatDoesNotFitIsNamed() {
    let error = #expect(throws: ModelError.self) {
      try Sequential(input: [6, 6, 1]) {
        Conv2D(4, kernelSize: 3)
        Conv2D(4, kernelSize: 5)
      }
    }
    #expect(error?.description.hasPrefix("conv2d_1 (Conv2D): it cannot take the input (4, 4, 4)") == true)
  }

  @Test func nothingToBuild() {
    #expect(throws: ModelError.self) { try Sequential(input: [4], layers: []) }
    #expect(throws: ModelError.self) { try Sequential(input: [], layers: [Dense(1)]) }
    #expect(throws: ModelError.self) { try Sequential(input: [0, 4, 3], layers: [Flatten()]) }
  }

  @Test func sizesThatNothingCanCount() {
    let large = 1 << 24
    #expect(throws: ModelError.tooLarge(layer: "dense_1 (Dense)", tensor: "its kernel")) {
      try Sequential(input: [3], layers: [Dense(large), Dense(large)])
    }
    #expect(throws: ModelError.self) { try Sequential(input: [large, large, large], layers: [Flatten()]) }
  }

  @Test func classifiers() throws {
    #expect(throws: Never.self) {
      try Sequential(input: [4], layers: [Dense(2, activation: .softmax)]).requireClassifier()
    }
    #expect(throws: Never.self) {
      try Sequential(input: [4], layers: [Dense(2), Activation(.softmax)]).requireClassifier()
    }
    for layers: [any Layer] in [
      [Dense(2)], [Dense(1, activation: .softmax)], [Dense(2, activation: .softmax), Dropout(0)],
    ] {
      #expect(throws: ModelError.self) { try Sequential(input: [4], layers: layers).requireClassifier() }
    }
    #expect(throws: ModelError.self) {
      try Sequential(input: [4, 4, 1], layers: [Conv2D(2, kernelSize: 1, activation: .softmax)])
        .requireClassifier()
    }
  }
}
