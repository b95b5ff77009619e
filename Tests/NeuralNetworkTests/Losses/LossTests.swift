import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct LossTests {
  /// Against Keras in float64: values and gradients of the logits, with soft labels, weights and smoothing.
  @Test func agreesWithKeras() throws {
    let cases = try #require(try Golden.json("losses.json")["cases"]?.elements)
    var seen: Set<Loss> = []
    for example in cases {
      func numbers(_ key: String) -> [Double] { (example[key]?.elements ?? []).compactMap(\.realNumber) }
      let loss = try #require((example["loss"]?.text).flatMap(Loss.init))
      seen.insert(loss)
      let classes = try #require(example["classes"]?.wholeNumber)
      let smoothing = try #require(example["label_smoothing"]?.realNumber)
      let rows = numbers("targets").count / classes
      let targets = numbers("targets").map { $0 * (1 - smoothing) + smoothing / Double(classes) }
      let weights = example["weights"]?.elements?.compactMap(\.realNumber)
      let logits = numbers("logits")
      let (value, gradient) = loss.step(
        logits: Tensor(shape: [rows, logits.count / rows], scalars: logits),
        targets: Tensor(shape: [rows, classes], scalars: targets), sampleWeights: weights)
      let expected = try #require(example["value"]?.realNumber)
      // Numbers of about 1 in float64; where Keras takes a mean over the outputs, PyTorch gives it in float32.
      let takesMean = loss == .binaryCrossentropy || loss == .meanSquaredError
      let tolerance = takesMean ? 1e-7 : 1e-12
      #expect(abs(value - expected) < tolerance, "\(loss)")
      #expect(gradient.scalars.count == logits.count && numbers("gradient").count == logits.count)
      for (a, b) in zip(gradient.scalars, numbers("gradient")) { #expect(abs(a - b) < tolerance, "\(loss)") }
    }
    #expect(seen == Set(Loss.allCases))
    #expect(cases.count == 19)
  }

  @Test func oneOutputThatEndsInSigmoidIsTwoClasses() throws {
    let binary = try Sequential(input: [3]) { Dense(1, activation: .sigmoid) }
    #expect(binary.isBinary && binary.classCount == 2 && binary.usualLoss == .binaryCrossentropy)
    try binary.requireClassifier(for: .binaryCrossentropy)
    let other = #expect(throws: ModelError.self) {
      try binary.requireClassifier(for: .categoricalCrossentropy)
    }
    // A classifier, asked for what does not fit it.
    #expect(other?.kind == .usage)
    #expect(
      other?.description.contains("the loss categorical_crossentropy is for models that end in softmax")
        == true)
    let softmax = try Sequential(input: [3]) { Dense(2, activation: .softmax) }
    #expect(!softmax.isBinary && softmax.usualLoss == .categoricalCrossentropy)
    for loss in Loss.allCases where loss != .binaryCrossentropy {
      try softmax.requireClassifier(for: loss)
    }
    let sigmoid = #expect(throws: ModelError.self) {
      try softmax.requireClassifier(for: .binaryCrossentropy)
    }
    #expect(sigmoid?.kind == .usage)
    #expect(sigmoid?.description.contains("is for one output that ends in sigmoid") == true)
    let linear = try Sequential(input: [3]) { Dense(1) }
    let none = #expect(throws: ModelError.self) { try linear.requireClassifier(for: .binaryCrossentropy) }
    #expect(none?.kind == .badData && none?.description.contains("no classifier") == true)
  }

  @Test func theOutputOfABinaryModelIsAProbability() throws {
    let model = try Sequential(input: [1]) { Dense(1, activation: .sigmoid, useBias: false) }
    let network = ReferenceNetwork(model: model)
    var weights = [Double](repeating: 0, count: model.parameterLayout.count)
    weights[0] = 2
    let inputs = Tensor(shape: [2, 1], scalars: [0, 1.5])
    let output = network.output(parameters: weights, inputs: inputs)
    #expect(output.scalars[0] == 0.5)
    #expect(abs(output.scalars[1] - 0.9525741268224334) < 1e-15)
    #expect(network.logits(parameters: weights, inputs: inputs).scalars == [0, 3])
  }
}
