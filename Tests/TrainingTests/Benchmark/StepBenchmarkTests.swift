import NeuralNetwork
import Parallelism
import Testing

@testable import Training

@Suite struct StepBenchmarkTests {
  @Test(arguments: [1, 2])
  func aMeasurementIsConsistent(threads: Int) throws {
    let workload = try #require(Workload.all.first { $0.name == "lenet" })
    var benchmark = StepBenchmark()
    benchmark.threads = threads
    benchmark.seconds = 0.05
    let result = try benchmark.measure(workload, batchSize: 4)
    #expect(result.workload == "lenet" && result.batchSize == 4 && result.threads == threads)
    let rate = result.imagesPerSecond
    #expect(rate.lowest > 0 && rate.lowest <= rate.median && rate.median <= rate.highest)
    let gflops = try workload.operationsPerImage() * rate.median / 1e9
    #expect(abs(result.gflops - gflops) <= 1e-9 * gflops)
    #expect(result.percentOfPeak > 0)
    // The phases are means over all windows, so that a step takes what its slowest and fastest windows allow.
    #expect(result.phases.forward > 0 && result.phases.backward > 0 && result.phases.reduceAndUpdate > 0)
    #expect(result.phases.total >= 0.999 * 4 / rate.highest)
  }
}
