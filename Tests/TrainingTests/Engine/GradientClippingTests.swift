import LinearAlgebra
import NeuralNetwork
import Parallelism
import TestSupport
import Testing

@testable import Training

/// Clipped steps against the plain step, from which the gradient is read off, in Double.
@Suite struct GradientClippingTests {
  /// 2 x 400 + 400 x 400 weights: the second layer is computed batch-wide.
  private func model() throws -> Sequential {
    try Sequential(input: [2]) {
      Dense(400, activation: .relu)
      Dense(400, activation: .relu)
      Dense(3, activation: .softmax)
    }
  }

  private func weights(
    _ clipping: GradientClipping?, threads: Int = 1, set: InstructionSet = .best
  ) throws -> (before: Parameters, after: Parameters) {
    let model = try model()
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 5)
    let before = parameters.copy()
    let executor: any TaskExecutor = threads == 1 ? SerialExecutor() : RandomOrderExecutor(threads: threads)
    let engine = try TrainingEngine(
      model: model, parameters: parameters, batchSize: 24, laneCount: 8, optimizer: SGD(learningRate: 1),
      seed: 0, kernels: set.kernels, executor: executor, clipping: clipping)
    _ = engine.train(blobs(count: 24), step: 0)
    return (before, parameters)
  }

  /// The gradient of a step of plain descent with η = 1.
  private func gradient(_ step: (before: Parameters, after: Parameters)) -> [[Double]] {
    step.before.layout.entries.map { entry in
      zip(step.before.buffer(of: entry), step.after.buffer(of: entry)).map { Double($0) - Double($1) }
    }
  }

  private func norm(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }

  private func expect(_ clipping: GradientClipping, _ expected: [[Double]]) throws {
    let found = gradient(try weights(clipping))
    for (tensor, (a, b)) in zip(found, expected).enumerated() {
      // Weights of up to 1.5 are rounded to 2⁻²⁴ of that before the difference is taken, in both trainings.
      let deviation = zip(a, b).map { abs($0 - $1) }.max() ?? 0
      #expect(deviation <= 4 * 0x1p-24, "\(clipping), tensor \(tensor)")
    }
  }

  @Test func byValue() throws {
    let plain = gradient(try weights(nil))
    try expect(.value(0.001), plain.map { $0.map { min(max($0, -0.001), 0.001) } })
    #expect(plain.joined().contains { abs($0) > 0.001 })
  }

  @Test func byTheNormOfEachTensor() throws {
    let plain = gradient(try weights(nil))
    let limit = plain.map(norm).sorted()[3]
    let expected = plain.map { tensor in
      let factor = limit / max(norm(tensor), limit)
      return tensor.map { $0 * factor }
    }
    try expect(.norm(limit), expected)
  }

  @Test func byTheNormOfAllTensors() throws {
    let plain = gradient(try weights(nil))
    let all = norm(Array(plain.joined()))
    try expect(.globalNorm(all / 3), plain.map { $0.map { $0 / 3 } })
    try expect(.globalNorm(all * 1.1), plain)
  }

  /// A gradient within the limits is left as it is, to the bit; and the norm depends on no thread and no vector's length.
  @Test func isTheSameForAnyThreads() throws {
    let plain = try weights(nil).after.weightsSHA256()
    #expect(try weights(.norm(1e6)).after.weightsSHA256() == plain)
    #expect(try weights(.value(1e6)).after.weightsSHA256() == plain)
    let clipped = try weights(.globalNorm(0.01)).after.weightsSHA256()
    #expect(clipped != plain)
    for threads in [2, 3, 8] {
      #expect(try weights(.globalNorm(0.01), threads: threads).after.weightsSHA256() == clipped)
    }
    if InstructionSet.available.contains(.avx512) {
      #expect(try weights(.globalNorm(0.01), set: .avx2).after.weightsSHA256() == clipped)
    }
  }

  @Test func factors() {
    #expect(GradientClipping.norm(2).factor(squares: 16, all: 99) == 0.5)
    #expect(GradientClipping.norm(2).factor(squares: 1, all: 99) == 1)
    #expect(GradientClipping.globalNorm(2).factor(squares: 1, all: 16) == 0.5)
    #expect(GradientClipping.globalNorm(2).factor(squares: 0, all: 0) == 1)
    #expect(!GradientClipping.value(1).needsNorm && GradientClipping.norm(1).needsNorm)
  }
}
