import LinearAlgebra
import NeuralNetwork
import Parallelism
import Testing

@testable import Training

/// The gradients of the engine against those of the plain network in Double, for layers of awkward shapes.
@Suite struct GradientTests {
  /// A network, and the batch it is tried on.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let model: Sequential
    var batchSize = 5
    var lanes = 2
    var testDescription: String { name }

    init(
      _ name: String, _ input: Shape, batchSize: Int = 5, lanes: Int = 2,
      @LayerBuilder _ layers: () -> [any Layer]
    ) {
      self.name = name
      self.batchSize = batchSize
      self.lanes = lanes
      do { model = try Sequential(input: input, layers: layers()) } catch { preconditionFailure("\(error)") }
    }

    init(
      _ name: String, _ input: Shape, batchSize: Int = 5, lanes: Int = 2,
      body: (LayerOutput) -> LayerOutput
    ) {
      self.name = name
      self.batchSize = batchSize
      self.lanes = lanes
      let start = LayerOutput.input(input)
      let output = Dense(3, activation: .softmax)(Flatten()(body(start)))
      do { model = try Sequential(input: start, output: output) } catch { preconditionFailure("\(error)") }
    }
  }

  static let cases: [Case] = [
    Case("dense", [7]) { Dense(3, activation: .softmax) },
    Case("dense relu, one lane", [17], lanes: 1) {
      Dense(33, activation: .relu)
      Dense(5, activation: .softmax)
    },
    Case("dense, every function", [19], lanes: 3) {
      Dense(18, activation: .sigmoid)
      Dense(31, activation: .tanh)
      Dense(16, activation: .swish)
      Dense(20, activation: .softmax)
      Dense(4, activation: .softmax)
    },
    Case("dense over the last axis, activation layers", [3, 2, 5]) {
      Dense(6)
      Activation(.tanh)
      Activation(.softmax)
      Flatten()
      Dense(3, useBias: false)
      Activation(.softmax)
    },
    Case("batch-wide dense", [700], batchSize: 37, lanes: 4) {
      Dense(200, activation: .relu)
      Dense(3, activation: .softmax)
    },
    Case(
      "two batch-wide dense layers after another, wide panels of units and of samples", [40], batchSize: 53
    ) {
      Dense(51, activation: .tanh)
      Dense(2600, activation: .relu, useBias: false)
      Dense(52, activation: .swish)
      Dense(3, activation: .softmax)
    },
    Case("convolution before batch-wide dense, twice", [14, 13, 2], batchSize: 6, lanes: 3) {
      Conv2D(9, kernelSize: 3, activation: .swish)
      Conv2D(10, kernelSize: 3, padding: .same, activation: .relu)
      MaxPooling2D(poolSize: 1)
      Flatten()
      Dense(130, activation: .swish)
      Dense(1100, activation: .tanh)
      Dense(3, activation: .softmax)
    },
    Case("valid convolution, wide rows", [9, 23, 1]) {
      Conv2D(6, kernelSize: 5, activation: .swish)
      Conv2D(18, kernelSize: 3, activation: .relu)
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("few filters along long rows", [15, 47, 3]) {
      Conv2D(5, kernelSize: 4, activation: .swish)
      MaxPooling2D()
      Conv2D(3, kernelSize: Size2(3, 2), padding: .same, activation: .relu)
      MaxPooling2D()
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("few filters, one channel, nothing pooled", [9, 36, 1]) {
      Conv2D(1, kernelSize: 5, padding: .same, activation: .tanh)
      Conv2D(2, kernelSize: 7, padding: .same, useBias: false)
      MaxPooling2D(poolSize: 1)
      Conv2D(4, kernelSize: 3, padding: .same, dilationRate: 2, activation: .relu)
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("turned kernel: many channels", [11, 15, 16]) {
      Conv2D(16, kernelSize: 3, padding: .same)
      Conv2D(33, kernelSize: Size2(4, 2), padding: .same, activation: .sigmoid)
      Conv2D(16, kernelSize: 3)
      Flatten()
      Dense(2, activation: .softmax)
    },
    Case("same convolution, even kernel", [8, 10, 3]) {
      Conv2D(5, kernelSize: 4, padding: .same, activation: .tanh)
      Conv2D(4, kernelSize: 2, padding: .same, activation: .relu, useBias: false)
      Flatten()
      Dense(4, activation: .softmax)
    },
    Case("strides", [13, 12, 2]) {
      Conv2D(7, kernelSize: 3, strides: 2, padding: .same, activation: .relu)
      Conv2D(5, kernelSize: Size2(3, 2), strides: Size2(2, 3), activation: .swish)
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("dilation", [15, 17, 2]) {
      Conv2D(16, kernelSize: 3, dilationRate: 2, activation: .relu)
      Conv2D(17, kernelSize: Size2(2, 3), padding: .same, dilationRate: Size2(3, 2), activation: .tanh)
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("pooling in one go, odd maps", [19, 17, 3]) {
      Conv2D(6, kernelSize: 3, activation: .swish)
      MaxPooling2D()
      Conv2D(16, kernelSize: 3)
      Activation(.relu)
      MaxPooling2D()
      Flatten()
      Dense(10, activation: .relu)
      Dense(3, activation: .softmax)
    },
    Case("pooling in one go, sigmoid and tanh, 3 x 2", [20, 18, 2]) {
      Conv2D(3, kernelSize: 3, activation: .sigmoid)
      MaxPooling2D(poolSize: Size2(3, 2))
      Conv2D(21, kernelSize: 2, padding: .same, activation: .tanh)
      MaxPooling2D(poolSize: Size2(2, 3))
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("along the chosen taps, two words of filters", [12, 15, 3], batchSize: 7) {
      Conv2D(17, kernelSize: 3, activation: .relu)
      Conv2D(70, kernelSize: 3, activation: .relu)
      MaxPooling2D()
      Conv2D(16, kernelSize: Size2(2, 3), padding: .same, activation: .swish)
      MaxPooling2D(poolSize: Size2(1, 2))
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("along the chosen taps, many rows, strides and dilation", [70, 41, 8], batchSize: 3) {
      Conv2D(9, kernelSize: 5, padding: .same, activation: .swish)
      MaxPooling2D(poolSize: Size2(2, 3))
      Conv2D(24, kernelSize: 3, padding: .same, dilationRate: 2, activation: .relu)
      MaxPooling2D(poolSize: 3)
      Conv2D(6, kernelSize: Size2(3, 2), strides: Size2(2, 1), activation: .tanh)
      MaxPooling2D(poolSize: 2)
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("Winograd's algorithm, 3 and 4 taps, with and without pooling", [16, 19, 16], batchSize: 7) {
      Conv2D(16, kernelSize: 3, padding: .same, activation: .relu)
      MaxPooling2D(poolSize: Size2(1, 2))
      Conv2D(32, kernelSize: 4, activation: .swish)
      MaxPooling2D()
      Conv2D(16, kernelSize: Size2(3, 3), padding: .same, activation: .tanh)
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("Winograd's algorithm, more tiles than a block", [34, 42, 16], batchSize: 3) {
      Conv2D(48, kernelSize: 3, activation: .relu)
      MaxPooling2D()
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("pooling by itself", [11, 13, 3]) {
      MaxPooling2D(poolSize: 3, strides: 2, padding: .same)
      Conv2D(5, kernelSize: 2)
      MaxPooling2D(poolSize: 2, strides: 1)
      MinPooling2D(poolSize: Size2(2, 1), padding: .same)
      AveragePooling2D(poolSize: 2, strides: 2, padding: .same)
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("average and min pooling after convolution", [12, 12, 1]) {
      Conv2D(17, kernelSize: 3, padding: .same, activation: .relu)
      AveragePooling2D(poolSize: 3, strides: 2, padding: .same)
      Conv2D(4, kernelSize: 3, padding: .same)
      MinPooling2D(poolSize: 3, strides: 2, padding: .same)
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("dropout", [8, 8, 2], lanes: 4) {
      Conv2D(4, kernelSize: 3, activation: .relu)
      Dropout(0.3)
      Flatten()
      Dense(11, activation: .relu)
      Dropout(0.5)
      Dense(3, activation: .softmax)
    },
    Case("flatten first", [5, 6, 2]) {
      Flatten()
      Dense(9, activation: .tanh)
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("batch-wide dense first and last", [6, 100, 110], batchSize: 2) {
      Flatten()
      Dense(2, activation: .softmax)
    },
    Case("batch-wide dense without bias", [700], lanes: 3) {
      Dropout(0.2)
      Dense(200, useBias: false)
      Activation(.swish)
      Dense(3, activation: .softmax)
    },
    Case("dropout, function and pooling first", [9, 9, 3]) {
      Dropout(0.4)
      Activation(.sigmoid)
      MaxPooling2D(poolSize: 2)
      Conv2D(5, kernelSize: 3, activation: .relu)
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("dropout before a pooling that drops an edge", [9, 11, 2]) {
      Conv2D(5, kernelSize: 3, activation: .tanh)
      Dropout(0.4)
      AveragePooling2D()
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("a frame and dense pixels before a pooling that drops an edge", [11, 10, 3], batchSize: 6) {
      Conv2D(4, kernelSize: 3, padding: .same, activation: .tanh)
      ZeroPadding2D(padding: ((1, 2), (0, 1)))
      Conv2D(5, kernelSize: 3)
      Dense(4, activation: .swish)
      ZeroPadding2D()
      MaxPooling2D(poolSize: 5)
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("pooling first, with padding behind it", [11, 12, 2]) {
      AveragePooling2D(poolSize: 3, strides: 2)
      Conv2D(6, kernelSize: 3, strides: 2, padding: .same, activation: .tanh)
      Flatten()
      Dense(3, activation: .softmax)
    },
    Case("convolution as the last layer", [6, 7, 2]) {
      Conv2D(8, kernelSize: 3, activation: .relu)
      Conv2D(3, kernelSize: Size2(4, 5))
      Flatten()
      Activation(.softmax)
    },
    Case("fewer samples than lanes", [6, 6, 1], batchSize: 3, lanes: 8) {
      Conv2D(2, kernelSize: 3)
      Flatten()
      Dense(2, activation: .softmax)
    },
  ]

  @Test(arguments: cases + branched + convolutions, InstructionSet.available)
  func agreeWithThePlainNetwork(_ example: Case, _ set: InstructionSet) throws {
    let problem = Problem(example.model, batchSize: example.batchSize)
    let expected = problem.reference(dropout: DropoutStep(seed: 3, step: 4))
    // Shards of one sample use the same workspace one after another. Where several stages may have no weights, every
    // convolution and dense layer begins a segment.
    for (shardSize, mostWeights) in [(nil, nil), (1, nil), (nil, 0), (1, 0)] as [(Int?, Int?)] {
      let engine = try TrainingEngine(
        model: example.model, parameters: problem.parameters.copy(), batchSize: example.batchSize,
        laneCount: example.lanes, optimizer: GradientRecorder(), seed: 3, kernels: set.kernels,
        executor: SerialExecutor(), shardSize: shardSize, mostWeights: mostWeights)
      let terms = engine.train(problem.source, step: 4)
      // Sums of up to some thousand products of numbers around 1, each rounded to 2^-24: 1e-5 of the largest.
      #expect(abs(terms.loss / Double(example.batchSize) - expected.loss) < 1e-5 * max(1, expected.loss))
      expectEqual(
        engine.parameters, expected.gradients,
        "shards of \(shardSize ?? 0)\(mostWeights == nil ? "" : ", cut at every kernel")")
    }
  }

  /// Holds each trained tensor to 1e-5 of its largest gradient.
  private func expectEqual(_ found: Parameters, _ expected: [Double], _ comment: String) {
    for entry in found.layout.entries where entry.description.isTrainable {
      let largest = expected[entry.range].map(abs).max() ?? 0
      for index in entry.range {
        let gradient = Double(found.values[index])
        if abs(gradient - expected[index]) > 1e-5 * largest + 1e-7 {
          Issue.record(
            "\(entry.name)[\(index - entry.offset)], \(comment): \(gradient), not \(expected[index])")
          return
        }
      }
    }
  }

  /// A ghost batch that is all of the batch has the batch's statistics; of two, each has its own.
  @Test func ghostBatchesHaveTheirOwnStatistics() throws {
    let input = LayerOutput.input([6, 5, 2])
    let x = Activation(.relu)(BatchNormalization()(Conv2D(4, kernelSize: 3, useBias: false)(input)))
    let model = try Sequential(input: input, output: Dense(3, activation: .softmax)(Flatten()(x)))
    func gradients(_ source: ArraySource, lanes: Int, ghost: Int?) throws -> (values: [Float], moved: [Float])
    {
      let problem = Problem(model, batchSize: 6)
      let engine = try TrainingEngine(
        model: model, parameters: problem.parameters.copy(), batchSize: source.sampleCount, laneCount: lanes,
        optimizer: GradientRecorder(), seed: 3, kernels: InstructionSet.best.kernels,
        executor: SerialExecutor(), ghostBatchSize: ghost)
      _ = engine.train(source, step: 0)
      let entries = model.parameterLayout.entries
      return (
        entries.filter(\.description.isTrainable).flatMap { Array(engine.parameters.buffer(of: $0)) },
        entries.filter { !$0.description.isTrainable }.flatMap { Array(engine.parameters.buffer(of: $0)) }
      )
    }
    func part(_ range: Range<Int>) -> ArraySource {
      let whole = Problem(model, batchSize: 6).source
      func cut(_ tensor: Tensor<Float>) -> Tensor<Float> {
        let size = tensor.shape.count / 6
        return Tensor(
          shape: Shape([range.count] + tensor.shape.dimensions.dropFirst()),
          scalars: Array(tensor.scalars[range.lowerBound * size..<range.upperBound * size]))
      }
      return ArraySource(
        samples: cut(whole.samples), targets: cut(whole.targets), weights: Array(whole.weights[range]))
    }
    let whole = try gradients(part(0..<6), lanes: 1, ghost: nil)
    #expect(try gradients(part(0..<6), lanes: 1, ghost: 6).values == whole.values)
    let halves = try gradients(part(0..<6), lanes: 1, ghost: 3)
    let (first, second) = (
      try gradients(part(0..<3), lanes: 1, ghost: nil), try gradients(part(3..<6), lanes: 1, ghost: nil)
    )
    // The mean over six is that of the means over three; sums of another order, of numbers around 1.
    let expected = zip(first.values, second.values).map { Double($0 + $1) / 2 }
    let difference = zip(halves.values, expected).map { abs(Double($0) - $1) }.max() ?? 0
    #expect(difference < 1e-5 && halves.values != whole.values)
    // The moving statistics are those of the whole batch in any case.
    #expect(halves.moved == whole.moved)
  }

  @Test func smallerBatchUsesTheSamePlan() throws {
    for example in Self.cases + Self.branched + Self.convolutions where example.batchSize > 3 {
      let problem = Problem(example.model, batchSize: 3)
      let engine = try TrainingEngine(
        model: example.model, parameters: problem.parameters.copy(), batchSize: example.batchSize,
        laneCount: example.lanes, optimizer: GradientRecorder(), seed: 3,
        kernels: InstructionSet.best.kernels,
        executor: SerialExecutor())
      let expected = problem.reference(dropout: DropoutStep(seed: 3, step: 0))
      let terms = engine.train(problem.source, step: 0)
      #expect(abs(terms.loss / 3 - expected.loss) < 1e-5 * max(1, expected.loss), "\(example.name)")
    }
  }
}

/// Weights, a batch with soft targets and sample weights, all from counters.
struct Problem {
  let model: Sequential
  let parameters: Parameters
  let source: ArraySource

  init(_ model: Sequential, batchSize: Int) {
    self.model = model
    parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 1)
    var numbers = RandomNumbers(seed: 5, purpose: .reference).sequence(0, 0)
    for entry in model.parameterLayout.entries where entry.name.hasSuffix("bias") {
      for index in entry.range { parameters.values[index] = numbers.nextUniform() - 0.5 }
    }
    func random(_ shape: Shape) -> Tensor<Float> {
      Tensor(shape: shape, scalars: (0..<shape.count).map { _ in numbers.nextUniform() })
    }
    source = ArraySource(
      samples: random(Shape([batchSize] + model.inputShape.dimensions)),
      targets: random([batchSize, model.classCount]), weights: random([batchSize]).scalars)
  }

  func reference(dropout: DropoutStep?) -> ReferenceNetwork.Gradients {
    func doubles(_ tensor: Tensor<Float>) -> Tensor<Double> {
      Tensor(shape: tensor.shape, scalars: tensor.scalars.map(Double.init))
    }
    return ReferenceNetwork(model: model).lossAndGradients(
      parameters: parameters.doubles(), inputs: doubles(source.samples), targets: doubles(source.targets),
      sampleWeights: source.weights.map(Double.init), dropout: dropout)
  }
}
