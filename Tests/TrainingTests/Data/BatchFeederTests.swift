import LinearAlgebra
import NeuralNetwork
import Testing

@testable import Training

@Suite struct BatchFeederTests {
  @Test(arguments: [1, 3, 32, 37])
  func writesImagesTargetsAndWeightsAndNothingElse(_ count: Int) throws {
    // Same padding puts a border of zeros around the images.
    let model = try Sequential(input: [5, 4, 2]) {
      Conv2D(3, kernelSize: 3, padding: .same)
      Flatten()
      Dense(3, activation: .softmax)
    }
    let source = Problem(model, batchSize: 40).source
    let plan = try NetworkPlan(model: model, batchSize: 37, laneCount: 2, seed: 0)
    let memory = FloatMemory(count: plan.memory.inputCount)
    memory.start.update(repeating: -7, count: memory.count)
    let feeder = BatchFeeder(plan: plan, source: source, buffer: memory.start)
    let samples = Array((0..<40).reversed())[2..<2 + count]
    feeder.aim(at: samples, epoch: 3, buffer: memory.start)
    #expect(feeder.taskCount == min(count, 32))
    for task in (0..<feeder.taskCount).reversed() { feeder.run(task: task) }

    for (position, sample) in samples.enumerated() {
      let place = plan.inputPlace(of: position, in: memory.start)
      for (row, column) in (0..<5).flatMap({ row in (0..<8).map { (row, $0) } }) {
        let expected = source.samples.scalars[sample * 40 + row * 8 + column]
        #expect(place.pixels[row * place.rowStride + column] == expected)
      }
      let target = plan.target(of: position, in: memory.start)
      #expect((0..<3).map { target[$0] } == Array(source.targets.scalars[sample * 3..<sample * 3 + 3]))
      #expect(plan.weight(of: position, in: memory.start)[0] == source.weights[sample])
    }
    let written = (0..<memory.count).count { memory.start[$0] != -7 }
    #expect(written == count * (40 + 3 + 1))
  }
}
