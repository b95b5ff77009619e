import Foundation
import LinearAlgebra
import NeuralNetwork
import Parallelism

/// Holds a model's gradients to numerical ones, tensor by tensor: a few samples, one step.
///
/// Three things are compared. Central differences of the loss of the plain network in `Double` with that network's own
/// way back; that with the engine's gradients in `Float`; and the engine's gradient of the whole batch in one shard with
/// the sum over shards of one sample each. Differences are relative to the largest gradient of the tensor, or to a
/// thousandth of the largest of all where that is more: what is so much smaller is mostly rounding. Where a gradient is
/// nothing but rounding in `Double`, as that of a bias that a normalization takes away again, it is a sum of numbers as
/// large as the others that comes to 0: there they are relative to 3% of the largest of all.
public struct GradientCheck {
  /// What is checked.
  public struct Problem: Sendable {
    /// The model.
    public let model: Sequential
    /// Its weights.
    public let parameters: Parameters
    /// (N, ...)
    public let samples: Tensor<Float>
    /// (N, K)
    public let targets: Tensor<Float>
    /// What each sample's loss is multiplied by.
    public let weights: [Float]
    /// What the gradients are of.
    public let loss: Loss

    /// Gathers a problem; without a loss, the one that the model's output asks for.
    public init(
      model: Sequential, parameters: Parameters, samples: Tensor<Float>, targets: Tensor<Float>,
      weights: [Float], loss: Loss? = nil
    ) {
      self.loss = loss ?? model.usualLoss
      self.model = model
      self.parameters = parameters
      self.samples = samples
      self.targets = targets
      self.weights = weights
    }

    var count: Int { samples.shape[0] }
  }

  /// The most entries of a tensor whose gradient is taken by differences.
  public static let mostEntries = 64
  /// The products that all differences together may take: a few seconds of plain loops.
  public static let mostProducts = 1.5e9

  /// The entries of each tensor that the model's size allows, at least 1.
  public let entriesPerTensor: Int

  private let problem: Problem
  private let seed: UInt64
  private let instructionSet: InstructionSet
  private let executor: any TaskExecutor
  private let network: ReferenceNetwork
  private let entries: [ParameterEntry]

  /// Prepares a check.
  ///
  /// - Parameters:
  ///   - problem: The model and a few samples.
  ///   - seed: Draws the entries and dropout's masks, those of step 0.
  ///   - entries: The entries of each tensor; nil for as many as take a few seconds, at most 64.
  ///   - instructionSet: The kernels of the engine.
  ///   - executor: Whose threads take the differences; the result is the same with any.
  /// - Throws: `ModelError` where the model is no classifier, or the loss for another kind of output.
  public init(
    _ problem: Problem, seed: UInt64 = 0, entries: Int? = nil, instructionSet: InstructionSet = .best,
    executor: any TaskExecutor
  ) throws {
    try self.init(
      problem, seed: seed, entries: entries, instructionSet: instructionSet, executor: executor,
      network: ReferenceNetwork(model: problem.model, loss: problem.loss))
  }

  /// The same with a plain network that a test may have spoilt.
  init(
    _ problem: Problem, seed: UInt64 = 0, entries: Int? = nil, instructionSet: InstructionSet = .best,
    executor: any TaskExecutor, network: ReferenceNetwork
  ) throws {
    try problem.model.requireClassifier(for: problem.loss)
    self.problem = problem
    self.seed = seed
    self.instructionSet = instructionSet
    self.executor = executor
    self.network = network
    self.entries = problem.model.learnedEntries
    entriesPerTensor =
      entries ?? Self.affordableEntries(of: problem.model, samples: problem.count)
  }

  /// Checks every tensor that has a gradient: the input first, then the parameters in the order of the layers, frozen ones
  /// too. Moving statistics have none.
  ///
  /// - Throws: `TrainingError` where the machine has not the memory.
  public func run() throws -> [TensorCheck] {
    let expected = network.lossAndGradients(
      parameters: problem.parameters.doubles(), inputs: doubles(problem.samples),
      targets: doubles(problem.targets), sampleWeights: problem.weights.map(Double.init), dropout: dropout)
    let whole = try engineGradients(lanes: 1, shardSize: problem.count)
    // Shards one after another in each lane, which use the same workspace.
    let shards = try engineGradients(lanes: (problem.count + 1) / 2, shardSize: 1)
    let tensors = [expected.inputGradient.scalars] + entries.map { Array(expected.gradients[$0.range]) }
    let scales = tensors.map { $0.reduce(0) { max($0, abs($1)) } }
    let largestScale = max(scales.max() ?? 0, .leastNormalMagnitude)
    let errorScales = scales.map {
      $0 < largestScale * 1e-9 ? largestScale * 0.03 : max($0, largestScale * 1e-3)
    }
    let places = tensors.enumerated().map { chosenEntries(of: $1, tensor: $0) }
    let slopes = numericalSlopes(
      places, at: expected.loss,
      tolerances: errorScales.map { $0 * TensorCheck.numericalTolerance / 2 })

    return tensors.indices.map { tensor in
      let scale = errorScales[tensor]
      let entry = tensor == 0 ? nil : entries[tensor - 1]
      let smooth = zip(places[tensor], slopes[tensor]).filter { !$0.1.isKink }
      let hasEngine = entry?.description.isTrainable ?? false
      let range = entry?.range ?? 0..<0
      return TensorCheck(
        layer: entry.map(title) ?? "input",
        tensor: entry.map(\.description.suffix) ?? "image",
        elementCount: tensors[tensor].count, checkedCount: places[tensor].count,
        kinkCount: places[tensor].count - smooth.count,
        numericalError: smooth.isEmpty
          ? nil : largest(smooth.map { place, slope in slope.value - tensors[tensor][place] }) / scale,
        engineError: hasEngine
          ? largest(range.map { Double(whole[$0]) - expected.gradients[$0] }) / scale : nil,
        shardError: hasEngine ? largest(range.map { Double(shards[$0]) - Double(whole[$0]) }) / scale : nil,
        isZero: scales[tensor] == 0 && smooth.allSatisfy { $0.1.value == 0 })
    }
  }

  private var dropout: DropoutStep { DropoutStep(seed: seed, step: 0) }

  /// `conv2d_1 (Conv2D)`
  private func title(of entry: ParameterEntry) -> String {
    let model = problem.model
    let index = model.layers.indices.first { model.parameterEntries(ofLayer: $0).contains(entry) }
    return index.map { model.layers[$0].title } ?? entry.name
  }
}

// MARK: - Gradients

extension GradientCheck {
  /// The engine's gradients of the mean loss, laid out as the parameters, the batch dealt to lanes and shards.
  private func engineGradients(lanes: Int, shardSize: Int) throws -> [Float] {
    let parameters = problem.parameters.copy()
    let source = ArraySource(samples: problem.samples, targets: problem.targets, weights: problem.weights)
    let engine = try TrainingEngine(
      model: problem.model, parameters: parameters, batchSize: problem.count, laneCount: lanes,
      optimizer: GradientRecorder(), loss: problem.loss, seed: seed, kernels: instructionSet.kernels,
      executor: executor, shardSize: shardSize)
    let feeder = BatchFeeder(plan: engine.plan, source: source, buffer: engine.input(0))
    feeder.aim(at: (0..<problem.count).map { $0 }[...], epoch: 0, buffer: engine.input(0))
    engine.prepare(feeder)
    _ = engine.train(count: problem.count, input: 0, step: 0, preparing: nil)
    return Array(UnsafeBufferPointer(start: parameters.values, count: parameters.layout.count))
  }

  /// The slope of the loss along each of the chosen entries, on the executor's threads.
  private func numericalSlopes(
    _ places: [[Int]], at loss: Double, tolerances: [Double]
  ) -> [[NumericalSlope]] {
    let (parameters, inputs) = (problem.parameters.doubles(), doubles(problem.samples))
    let (targets, weights) = (doubles(problem.targets), problem.weights.map(Double.init))
    let (entries, network, dropout) = (entries, network, dropout)
    let all = places.indices.flatMap { tensor in places[tensor].map { (tensor: tensor, place: $0) } }
    let slopes = Slopes(count: all.count)
    executor.perform(all.count) { task in
      let (tensor, place) = all[task]
      var (parameters, inputs) = (parameters, inputs)
      let start = tensor == 0 ? inputs.scalars[place] : parameters[entries[tensor - 1].offset + place]
      slopes.values[task] = NumericalSlope(center: loss, tolerance: tolerances[tensor]) { step in
        if tensor == 0 {
          inputs.scalars[place] = start + step
        } else {
          parameters[entries[tensor - 1].offset + place] = start + step
        }
        return network.loss(
          parameters: parameters, inputs: inputs, targets: targets, sampleWeights: weights, dropout: dropout)
      }
    }
    var rest = slopes.values[...]
    return places.map { places in
      defer { rest = rest.dropFirst(places.count) }
      return rest.prefix(places.count).compactMap { $0 }
    }
  }

  /// The entries that are checked: all where they are few, else that of the largest gradient and others drawn evenly.
  private func chosenEntries(of gradients: [Double], tensor: Int) -> [Int] {
    guard gradients.count > entriesPerTensor else { return Array(gradients.indices) }
    let largest = gradients.indices.max { abs(gradients[$0]) < abs(gradients[$1]) } ?? 0
    var chosen: Set = [largest]
    var numbers = RandomNumbers(seed: seed, purpose: .reference).sequence(UInt32(tensor), 1)
    while chosen.count < entriesPerTensor { chosen.insert(numbers.nextIndex(below: gradients.count)) }
    return chosen.sorted()
  }

  private func largest(_ differences: [Double]) -> Double {
    // A maximum would drop what is not a number.
    differences.contains { !$0.isFinite } ? .nan : differences.reduce(0) { max($0, abs($1)) }
  }

  private func doubles(_ tensor: Tensor<Float>) -> Tensor<Double> {
    Tensor(shape: tensor.shape, scalars: tensor.scalars.map(Double.init))
  }
}

/// A slope for each task, which only that task writes.
private final class Slopes: @unchecked Sendable {
  let values: UnsafeMutableBufferPointer<NumericalSlope?>

  init(count: Int) {
    values = .allocate(capacity: count)
    values.initialize(repeating: nil)
  }

  deinit {
    values.deallocate()
  }
}
