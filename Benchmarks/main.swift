import Foundation
import TrainParallel

let arguments = CommandLine.arguments.dropFirst()
func value(_ name: String) -> String? {
  arguments.firstIndex(of: name).map { arguments[$0 + 1] }
}
let threads = value("--threads").map { $0.split(separator: ",").compactMap { Int($0) } } ?? [1, 2]
let set = value("--instruction-set").flatMap(InstructionSet.init) ?? .best
if arguments.contains("operations") {
  for workload in Workload.all where value("--workload").map({ $0 == workload.name }) ?? true {
    for batchSize in workload.batchSizes {
      try OperationBenchmark(instructionSet: set).run(workload, batchSize: batchSize)
    }
  }
  exit(0)
}
print("workload    batch  threads  images/s   (lowest-highest)   GFLOP/s")
for workload in Workload.all where value("--workload").map({ $0 == workload.name }) ?? true {
  for batchSize in workload.batchSizes {
    for count in threads {
      let benchmark = StepBenchmark(
        threads: count, lanes: value("--lanes").flatMap { Int($0) }, instructionSet: set,
        secondsPerWindow: value("--seconds").flatMap { Double($0) } ?? 0.5)
      let result = try benchmark.measure(workload, batchSize: batchSize)
      let flops = try workload.operationsPerImage() * result.median / 1e9
      print(
        String(
          format: "%@ %6d %6d %12.0f   (%.0f-%.0f) %8.1f",
          workload.name.padding(toLength: 10, withPad: " ", startingAt: 0), batchSize, count, result.median,
          result.lowest, result.highest, flops))
    }
  }
}
