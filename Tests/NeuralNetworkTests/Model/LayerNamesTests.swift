import Testing

@testable import NeuralNetwork

@Suite struct LayerNamesTests {
  @Test func snakeCaseOfClasses() {
    let names = [
      "Conv2D": "conv2d", "MaxPooling2D": "max_pooling2d", "MinPooling2D": "min_pooling2d",
      "Flatten": "flatten",
      "BatchNormalization": "batch_normalization", "ReLU": "re_lu", "AveragePooling2D": "average_pooling2d",
    ]
    for (className, name) in names { #expect(snakeCase(className) == name) }
  }

  @Test func countedByClass() throws {
    let layers: [any Layer] = [
      Conv2D(1, kernelSize: 1), MaxPooling2D(), Conv2D(1, kernelSize: 1), Conv2D(1, kernelSize: 1),
      MinPooling2D(),
      Flatten(), Dropout(0.5), Dense(1), Activation(.relu), Dense(1),
    ]
    #expect(
      try resolvingNames(of: layers).map(\.name) == [
        "conv2d", "max_pooling2d", "conv2d_1", "conv2d_2", "min_pooling2d", "flatten", "dropout", "dense",
        "activation", "dense_1",
      ])
  }

  @Test func givenNamesStayAndAreNotGivenAgain() throws {
    let layers: [any Layer] = [Dense(1), Dense(1, name: "dense_1"), Dense(1), Dense(1, name: "head")]
    #expect(try resolvingNames(of: layers).map(\.name) == ["dense", "dense_1", "dense_2", "head"])
  }

  @Test func refused() {
    #expect(throws: ModelError.self) { try resolvingNames(of: [Dense(1, name: "a"), Flatten(name: "a")]) }
    #expect(throws: ModelError.self) { try resolvingNames(of: [Dense(1, name: "a/b")]) }
  }
}
