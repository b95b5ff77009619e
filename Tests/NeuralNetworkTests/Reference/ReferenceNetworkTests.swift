import LinearAlgebra
import Parallelism
import Testing

@testable import NeuralNetwork

@Suite struct ReferenceNetworkTests {
  /// Numbers of a normal distribution, a function of the seed.
  static func normals(_ shape: Shape, seed: UInt64) -> Tensor<Double> {
    var numbers = RandomNumbers(seed: seed, purpose: .reference).sequence(0, 0)
    return Tensor(shape: shape, scalars: (0..<shape.count).map { _ in numbers.nextNormal() })
  }

  /// Weights of about 0.5, zero in the gaps.
  static func weights(_ model: Sequential) -> [Double] {
    var weights = [Double](repeating: 0, count: model.parameterLayout.count)
    for (place, entry) in model.parameterLayout.entries.enumerated() {
      let values = normals(entry.shape, seed: 100 + UInt64(place))
      for (index, value) in zip(entry.range, values.scalars) { weights[index] = value * 0.5 }
    }
    return weights
  }

  /// Soft labels: rows of positive numbers that sum to one.
  static func softLabels(count: Int, classes: Int) -> Tensor<Double> {
    var labels = Tensor(shape: [count, classes], scalars: (0..<count * classes).map { 1 + Double($0 % 3) })
    for row in 0..<count {
      let range = row * classes..<(row + 1) * classes
      let sum = labels.scalars[range].reduce(0, +)
      for index in range { labels.scalars[index] /= sum }
    }
    return labels
  }

  /// Every kind of layer and activation over awkward shapes, closed by what makes a row of logits of it.
  static let cases: [(input: Shape, layers: [any Layer])] =
    ActivationFunction.allCases.flatMap { function -> [(Shape, [any Layer])] in
      [
        ([5, 4, 2], [Conv2D(3, kernelSize: 2, activation: function)]),
        ([7], [Dense(4, activation: function)]),
        ([3, 4, 2], [Conv2D(2, kernelSize: 1), Activation(function)]),
      ]
    } + [
      ([5, 7, 1], [Conv2D(5, kernelSize: Size2(3, 4), strides: Size2(2, 3), padding: .same)]),
      ([7, 5, 3], [Conv2D(1, kernelSize: Size2(3, 2), strides: Size2(3, 2))]),
      ([6, 5, 5], [Conv2D(3, kernelSize: 3, dilationRate: 2, useBias: false)]),
      ([5, 6, 3], [Conv2D(2, kernelSize: 3, padding: .same, dilationRate: Size2(2, 1))]),
      ([5, 7, 3], [MaxPooling2D()]), ([6, 7, 1], [MaxPooling2D(poolSize: 3, strides: 2, padding: .same)]),
      ([5, 7, 3], [AveragePooling2D(poolSize: Size2(2, 3))]),
      ([4, 5, 5], [AveragePooling2D(poolSize: 3, strides: Size2(1, 2), padding: .same)]),
      ([5, 7, 3], [MinPooling2D(strides: 3)]),
      ([6, 7, 1], [MinPooling2D(poolSize: 3, strides: 1, padding: .same)]),
      ([4, 3, 2], [Dropout(0.4), Conv2D(3, kernelSize: 2), Dropout(0.25)]),
      ([3, 4, 5], [Dense(3, activation: .tanh), Dense(2, useBias: false)]),
      ([5, 6, 4], [Conv2D(6, kernelSize: 3, padding: .same, groups: 2, activation: .tanh)]),
      (
        [5, 6, 3], [DepthwiseConv2D(kernelSize: Size2(2, 3), strides: 2, padding: .same, depthMultiplier: 2)]
      ),
      (
        [6, 5, 2], [SeparableConv2D(3, kernelSize: 2, dilationRate: 2, depthMultiplier: 2, activation: .elu)]
      ),
      ([3, 4, 2], [Dense(3), BatchNormalization(epsilon: 0.25)]), ([5], [BatchNormalization(epsilon: 0.25)]),
      ([3, 4, 3], [LayerNormalization(epsilon: 0.25)]), ([5], [LayerNormalization(epsilon: 0.25)]),
      ([2, 3, 7], [LocalResponseNormalization(depthRadius: 2, bias: 2, alpha: 0.5, beta: 0.75)]),
      ([4, 3, 2], [GlobalAveragePooling2D()]), ([4, 3, 2], [GlobalMaxPooling2D(keepdims: true)]),
      ([2, 3, 2], [ZeroPadding2D(padding: ((1, 0), (2, 1))), Conv2D(2, kernelSize: 2)]),
      ([3, 4, 6], [SpatialDropout2D(0.4)]), ([3, 2, 2], [Rescaling([2, -0.5], offset: [1, 0])]),
      ([3, 2, 2], [PReLU(sharedAxes: [2])]), ([4, 5], [PReLU()]), ([9], [LeakyReLU(), ELU(alpha: 0.5)]),
      ([9], [ReLU(maxValue: 0.75, negativeSlope: 0.25, threshold: 0.125)]),
      (
        [7, 6, 3],
        [
          Conv2D(4, kernelSize: 3, activation: .swish), MaxPooling2D(),
          Conv2D(3, kernelSize: 2, activation: .relu),
        ]
      ),
    ]

  @Test(arguments: cases.indices)
  func gradientsAgreeWithNumericalOnes(index: Int) throws {
    let (input, layers) = Self.cases[index]
    let model = try Sequential(input: input, layers: layers + [Flatten(), Dense(3, activation: .softmax)])
    let network = ReferenceNetwork(model: model)
    let weights = Self.weights(model)
    let inputs = Self.normals(Shape([2] + input.dimensions), seed: UInt64(index))
    let targets = Self.softLabels(count: 2, classes: 3)
    let dropout = DropoutStep(seed: 5, step: 2)
    let sampleWeights = [1, 0.5]

    let computed = network.lossAndGradients(
      parameters: weights, inputs: inputs, targets: targets, sampleWeights: sampleWeights, dropout: dropout)
    let numerical = network.numericalGradients(
      parameters: weights, inputs: inputs, targets: targets, sampleWeights: sampleWeights, dropout: dropout)
    #expect(
      computed.loss
        == network.loss(
          parameters: weights, inputs: inputs, targets: targets, sampleWeights: sampleWeights,
          dropout: dropout))
    // Rounding of a loss of about 3 over h, and the curvature: below 3e-9, with a tenfold margin.
    let tolerance = 3e-8
    #expect(computed.gradients.contains { abs($0) > 1e-3 })
    for (a, b) in zip(computed.gradients, numerical.gradients) { #expect(abs(a - b) < tolerance) }
    for (a, b) in zip(computed.inputGradient.scalars, numerical.inputGradient.scalars) {
      #expect(abs(a - b) < tolerance)
    }
  }

  /// Against Keras itself in float64: loss, probabilities and every gradient.
  @Test(arguments: ["zoo-1", "zoo-2", "zoo-3"])
  func agreesWithKeras(name: String) throws {
    func sines(_ shape: Shape, _ phase: Double) -> [Double] {
      (0..<shape.count).map { sine(0.7 * Double($0) + phase) }
    }
    let model = try Sequential(kerasJSON: Golden.text("\(name).json"))
    let numbers = try Golden.json("\(name).numbers.json")
    var weights = [Double](repeating: 0, count: model.parameterLayout.count)
    for (place, entry) in model.parameterLayout.entries.enumerated() {
      weights.replaceSubrange(entry.range, with: sines(entry.shape, Double(place)))
    }
    let shape = Shape([3] + model.inputShape.dimensions)
    let inputs = Tensor(shape: shape, scalars: sines(shape, 0.5))
    let targets = Self.softLabels(count: 3, classes: model.classCount)

    let network = ReferenceNetwork(model: model)
    let found = network.lossAndGradients(
      parameters: weights, inputs: inputs, targets: targets, sampleWeights: [1, 1.5, 2])
    let output = network.output(parameters: weights, inputs: inputs)
    // Keras' numbers stand with 12 digits; its average pooling adds up in another order.
    func expectEqual(_ found: some Sequence<Double>, _ expected: JSON?) throws {
      let expected = try #require(expected?.elements).compactMap(\.realNumber)
      let found = Array(found)
      #expect(found.count == expected.count)
      for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-11) }
    }
    #expect(abs(found.loss - (numbers["loss"]?.realNumber ?? .nan)) < 1e-11)
    try expectEqual(output.scalars, numbers["probabilities"])
    try expectEqual(found.inputGradient.scalars, numbers["input_gradient"])
    let gradients = try #require(numbers["gradients"]?.elements)
    #expect(gradients.count == model.parameterLayout.entries.count)
    for (entry, gradient) in zip(model.parameterLayout.entries, gradients) {
      try expectEqual(found.gradients[entry.range], gradient)
    }
  }

  @Test func uniformLogitsLoseTheLogarithmOfTheClasses() throws {
    let model = try Sequential(input: [4]) { Dense(10, activation: .softmax) }
    let network = ReferenceNetwork(model: model)
    let zeros = [Double](repeating: 0, count: model.parameterLayout.count)
    var targets = Tensor(repeating: 0.0, shape: [2, 10])
    targets[0, 3] = 1
    targets[1, 9] = 1
    let inputs = Self.normals([2, 4], seed: 1)
    #expect(
      abs(network.loss(parameters: zeros, inputs: inputs, targets: targets) - 2.302585092994046) < 1e-14)
    // Weights scale the sum, which is divided by the batch's size, not by theirs.
    let weighted = network.loss(parameters: zeros, inputs: inputs, targets: targets, sampleWeights: [3, 0])
    #expect(abs(weighted - 1.5 * 2.302585092994046) < 1e-14)
  }

  @Test func dropoutActsInTrainingOnly() throws {
    let model = try Sequential(input: [64]) {
      Dropout(0.5)
      Dense(2, activation: .softmax)
    }
    let network = ReferenceNetwork(model: model)
    let weights = Self.weights(model)
    let inputs = Self.normals([1, 64], seed: 2)
    let plain = network.logits(parameters: weights, inputs: inputs)
    #expect(network.logits(parameters: weights, inputs: inputs) == plain)
    let first = network.logits(parameters: weights, inputs: inputs, dropout: DropoutStep(seed: 1, step: 0))
    let second = network.logits(parameters: weights, inputs: inputs, dropout: DropoutStep(seed: 1, step: 1))
    #expect(first != plain)
    #expect(first != second)
  }
}
