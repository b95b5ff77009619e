import Files
import LinearAlgebra
import Parallelism
import Testing

@testable import NeuralNetwork
@testable import Training

/// Ten Adam steps from given weights and batches give Keras' losses.
///
/// The tolerances are the file's: 1e-4 of the loss, or four times what rounding moves Keras' own losses by.
@Suite struct KerasLossesTests {
  @Test func allWorkloadsAreThere() {
    let runs = Set(KerasRun.all.map(\.testDescription))
    #expect(
      runs == [
        "shapes, batch 3", "shapes, batch 32", "lecture, batch 32", "mnist, batch 32", "mnist, batch 128",
        "lenet, batch 32", "lenet, batch 128", "simple, batch 100",
      ])
  }

  /// Other numbers show here, before any arithmetic.
  @Test(arguments: KerasRun.all)
  func weightsAndBatchesAreKeras(_ run: KerasRun) throws {
    let model = try run.workload.model()
    #expect(run.parameters(of: model).weightsSHA256() == run.initialWeightsSHA256)
    let batch = run.batch(0, of: model)
    var hash = SHA256()
    batch.samples.scalars.withUnsafeBytes { hash.update($0) }
    #expect(hash.hexadecimalDigest() == run.firstImagesSHA256)
    #expect(run.firstLabels.indices.map { batch.label(of: $0) } == run.firstLabels)
  }

  @Test(arguments: KerasRun.all)
  func tenStepsGiveKerasLosses(_ run: KerasRun) throws {
    try expectKerasLosses(run, .best)
  }

  @Test(
    arguments: KerasRun.all.filter { $0.testDescription == "shapes, batch 3" || $0.workload == .lenet },
    InstructionSet.available)
  func everyInstructionSetGivesKerasLosses(_ run: KerasRun, _ set: InstructionSet) throws {
    try expectKerasLosses(run, set)
  }

  private func expectKerasLosses(_ run: KerasRun, _ set: InstructionSet) throws {
    let model = try run.workload.model()
    let losses = try WorkerTeam.withTeam(threads: 2) { team in
      let engine = try TrainingEngine(
        model: model, parameters: run.parameters(of: model), batchSize: run.batchSize,
        laneCount: TrainingOptions.defaultLanes, optimizer: Adam(), seed: 0, kernels: set.kernels,
        executor: team)
      return run.losses.indices.map { step in
        let feeder = BatchFeeder(
          plan: engine.plan, source: run.batch(step, of: model), buffer: engine.input(0))
        feeder.aim(at: Array(0..<run.batchSize)[...], epoch: 0, buffer: engine.input(0))
        engine.prepare(feeder)
        return engine.train(count: run.batchSize, input: 0, step: step, preparing: nil).loss
          / Double(run.batchSize)
      }
    }
    for (step, loss) in losses.enumerated() {
      let tolerance = run.relativeTolerances[step]
      let deviation = abs(loss / run.losses[step] - 1)
      #expect(
        deviation <= tolerance,
        "step \(step): \(loss), not \(run.losses[step]); \(deviation) of it, allowed \(tolerance)")
    }
  }
}
