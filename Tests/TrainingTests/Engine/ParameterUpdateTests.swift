import Kernels
import LinearAlgebra
import NeuralNetwork
import Testing

@testable import Training

@Suite struct ParameterUpdateTests {
  /// 90 x 70 + 70 + 70 x 3 + 3 parameters: several stretches, and gaps between the tensors.
  private func model() throws -> Sequential {
    try Sequential(input: [90]) {
      Dense(70, activation: .relu)
      Dense(3, activation: .softmax)
    }
  }

  /// Samples of which nothing but the weights and the scratch is used.
  private func shard(
    of count: Int, _ parameters: Parameters, _ scratch: FloatMemory, _ kernels: any KernelSet.Type
  ) -> Shard {
    Shard(
      kernels: kernels, parameters: parameters.values, packed: scratch.start, gradient: scratch.start,
      workspace: scratch.start, scratch: scratch.start, batch: scratch.start, input: scratch.start, step: 0,
      first: 0, count: count)
  }

  @Test(arguments: InstructionSet.available)
  func movesWeightsByTheMeanGradientOfTheLanesInUse(_ set: InstructionSet) throws {
    let model = try model()
    let layout = model.parameterLayout
    let lanes = 5
    let plan = try NetworkPlan(model: model, batchSize: 8, laneCount: lanes, seed: 0)
    let parameters = Parameters(layout: layout)
    let gradients = FloatMemory(count: lanes * layout.count)
    // Whole numbers: every sum is exact. The last two lanes are not in use and must not be read.
    for entry in layout.entries {
      for index in entry.range {
        parameters.values[index] = Float(index % 97)
        for lane in 0..<3 { gradients.start[lane * layout.count + index] = Float(index % 13 + 10 * lane) }
        for lane in 3..<5 { gradients.start[lane * layout.count + index] = .nan }
      }
    }
    let update = ParameterUpdate(
      plan: plan, parameters: parameters, optimizer: SGD(learningRate: 0.5), gradients: gradients,
      kernels: set.kernels)
    let scratch = FloatMemory(count: ParameterUpdate.stretch)
    scratch.start.update(repeating: .nan, count: scratch.count)
    let batch = shard(of: 8, parameters, scratch, set.kernels)
    update.begin(step: 1, samples: 8, lanes: 3)
    for task in [3, 0, 6, 2, 5, 1, 4] { update.run(task: task, of: 7, batch) }

    var isParameter = [Bool](repeating: false, count: layout.count)
    for index in layout.entries.flatMap(\.range) { isParameter[index] = true }
    let isRight = (0..<layout.count).allSatisfy { index in
      let sum = 3 * Float(index % 13) + 30
      let expected = isParameter[index] ? Float(index % 97) - 0.5 * sum / 8 : 0
      return parameters.values[index] == expected
    }
    #expect(isRight)
    #expect(isParameter.contains(false))
    // The lanes in use begin the next step at zero.
    #expect((0..<3 * layout.count).allSatisfy { gradients.start[$0] == 0 })
  }

  @Test func slotsBeginWhereTheOptimizerSays() throws {
    let model = try model()
    let plan = try NetworkPlan(model: model, batchSize: 1, laneCount: 1, seed: 0)
    let parameters = Parameters(layout: model.parameterLayout)
    let gradients = FloatMemory(count: model.parameterLayout.count)
    for index in 0..<gradients.count { gradients.start[index] = 2 }
    let kernels = InstructionSet.best.kernels
    let update = ParameterUpdate(
      plan: plan, parameters: parameters,
      optimizer: AdaGrad(learningRate: 3, initialAccumulatorValue: 5, epsilon: 0), gradients: gradients,
      kernels: kernels)
    let scratch = FloatMemory(count: ParameterUpdate.stretch)
    let batch = shard(of: 1, parameters, scratch, kernels)
    update.begin(step: 1, samples: 1, lanes: 1)
    update.run(task: 0, of: 1, batch)
    // a = 5 + 2², w = −3 · 2 / √9
    #expect((0..<model.parameterLayout.entries[0].count).allSatisfy { parameters.values[$0] == -2 })
  }

  @Test(arguments: [false, true])
  func weightDecaySparesVectorsUnlessTold(_ decaysVectors: Bool) throws {
    let model = try model()
    let plan = try NetworkPlan(model: model, batchSize: 1, laneCount: 1, seed: 0)
    let parameters = Parameters(layout: model.parameterLayout)
    for entry in model.parameterLayout.entries { for index in entry.range { parameters.values[index] = 8 } }
    let kernels = InstructionSet.best.kernels
    // No gradient: nothing but the decay moves a weight.
    let update = ParameterUpdate(
      plan: plan, parameters: parameters, optimizer: SGD(learningRate: 0.5, weightDecay: 0.25),
      gradients: FloatMemory(count: model.parameterLayout.count), kernels: kernels,
      decaysVectors: decaysVectors)
    let scratch = FloatMemory(count: ParameterUpdate.stretch)
    let batch = shard(of: 1, parameters, scratch, kernels)
    update.begin(step: 1, samples: 1, lanes: 1)
    update.run(task: 0, of: 1, batch)
    for entry in model.parameterLayout.entries {
      // w − α λ w
      let expected: Float = entry.shape.rank > 1 || decaysVectors ? 7 : 8
      #expect(entry.range.allSatisfy { parameters.values[$0] == expected }, "\(entry.name)")
    }
  }
}
