import Foundation
import LinearAlgebra
import NeuralNetwork
import Parallelism

/// Training steps of a workload on a batch that stays in memory: forward, loss, backward, reduction, Adam.
package final class StepRun {
  /// Where the time goes.
  package let clock = PhaseClock()

  private let engine: TrainingEngine
  private let batchSize: Int
  private let name: String
  private var step = 0
  private var firstLoss = 0.0

  /// Makes the engine, writes the batch and trains one step.
  ///
  /// - Parameters:
  ///   - workload: The network, and its images.
  ///   - model: The network, where it is not the workload's own.
  ///   - batchSize: The images of a step.
  ///   - lanes: The lanes that a batch is dealt to.
  ///   - instructionSet: Whose kernels run.
  ///   - keepsDeadOutputs: Whether outputs are computed that a later pooling drops.
  ///   - executor: Whose threads run the tasks.
  package init(
    _ workload: Workload, model: Sequential? = nil, batchSize: Int, lanes: Int = TrainingOptions.defaultLanes,
    instructionSet: InstructionSet = .best, keepsDeadOutputs: Bool = false, executor: any TaskExecutor
  ) throws {
    let model = try model ?? workload.model()
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 0)
    // At this learning rate the loss falls in every step and is far from zero after any number of them.
    engine = try TrainingEngine(
      model: model, parameters: parameters, batchSize: batchSize, laneCount: lanes,
      optimizer: Adam(learningRate: 1e-6), seed: 0, kernels: instructionSet.kernels, executor: executor,
      clock: clock, keepsDeadOutputs: keepsDeadOutputs)
    self.batchSize = batchSize
    name = "\(workload.name), batch \(batchSize)"
    let feeder = BatchFeeder(
      plan: engine.plan, source: workload.batch(of: batchSize), buffer: engine.input(0))
    feeder.aim(at: Array(0..<batchSize)[...], epoch: 0, buffer: engine.input(0))
    engine.prepare(feeder)
    firstLoss = train()
  }

  /// One step; the loss before it.
  @discardableResult package func train() -> Double {
    defer { step += 1 }
    return engine.train(count: batchSize, input: 0, step: step, preparing: nil).loss
  }

  /// Trains for some time, at least one step.
  ///
  /// - Parameters:
  ///   - seconds: How long.
  ///   - beforeStep: Called before each step.
  /// - Returns: The steps, and how long they took.
  @discardableResult package func train(
    seconds: Double, beforeStep: () -> Void = {}
  ) -> (steps: Int, seconds: Double) {
    let start = now()
    var steps = 0
    var elapsed = 0.0
    repeat {
      beforeStep()
      train()
      steps += 1
      elapsed = now() - start
    } while elapsed < seconds
    return (steps, elapsed)
  }

  /// Trains one more step, with the masks of the first if there is dropout, and sees that the loss has fallen since then.
  ///
  /// - Throws: `BenchmarkError` where it has not.
  package func requireFallingLoss() throws(BenchmarkError) {
    let loss = engine.train(count: batchSize, input: 0, step: 0, preparing: nil).loss
    guard loss.isFinite, loss < firstLoss else {
      throw .wrongResult("\(name): the loss went from \(firstLoss) to \(loss); it should have fallen")
    }
  }
}
