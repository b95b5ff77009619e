import Foundation
import TrainParallel

/// Measures training: `benchmarks step` whole steps, `benchmarks operations` each operation by itself, `benchmarks
/// pipeline` the way from files to batches, `benchmarks end-to-end` a whole run of the program.
@main
struct Benchmarks {
  static func main() {
    do {
      let settings = try Settings(CommandLine.arguments.dropFirst())
      switch settings.group {
      case .step: try measureSteps(settings)
      case .operations: try measureOperations(settings)
      case .pipeline: try measurePipelines(settings)
      case .endToEnd: try measureEndToEnd(settings)
      }
    } catch {
      FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
      exit(64)
    }
  }

  /// Images per second of whole steps, for each workload, batch size and number of threads.
  private static func measureSteps(_ settings: Settings) throws {
    print("workload    batch  threads     images/s   (lowest - highest)   GFLOP/s")
    for workload in settings.workloads {
      for batchSize in workload.batchSizes {
        for threads in settings.threads {
          let benchmark = StepBenchmark(
            threads: threads, lanes: settings.lanes, instructionSet: settings.instructionSet,
            secondsPerWindow: settings.seconds)
          let result = try benchmark.measure(workload, batchSize: batchSize)
          let gflops = try workload.operationsPerImage() * result.median / 1e9
          print(
            String(
              format: "%@ %6d %8d %12.0f   (%.0f - %.0f) %10.1f", padded(workload.name), batchSize, threads,
              result.median, result.lowest, result.highest, gflops))
        }
      }
    }
  }

  /// Microseconds an image of each operation, on one thread.
  private static func measureOperations(_ settings: Settings) throws {
    let benchmark = OperationBenchmark(
      instructionSet: settings.instructionSet, lanes: settings.lanes ?? TrainingOptions.defaultLanes,
      seconds: settings.seconds)
    for workload in settings.workloads {
      for batchSize in workload.batchSizes {
        let results = try benchmark.measure(workload, batchSize: batchSize)
        print("\(workload.name), batch \(batchSize): microseconds an image, forward and backward")
        for result in results {
          print(
            String(
              format: "  %@ %10.2f %10.2f", padded(result.operation), result.forward * 1e6,
              result.backward * 1e6))
        }
      }
    }
  }

  private static func padded(_ name: String) -> String {
    name.padding(toLength: 18, withPad: " ", startingAt: 0)
  }
}

/// What is measured and how.
struct Settings {
  enum Group: String, CaseIterable {
    case step
    case operations
    case pipeline
    case endToEnd = "end-to-end"
  }

  private(set) var group = Group.step
  private(set) var workloads = Workload.all
  private(set) var threads = [1, 2]
  private(set) var lanes: Int?
  private(set) var instructionSet = InstructionSet.best
  private(set) var seconds = 0.5
  private(set) var data: String?
  private(set) var json = false

  /// Reads `[step|operations|pipeline|end-to-end] [--workload NAME] [--threads N,N] [--lanes N] [--instruction-set NAME] [--seconds S]
  /// [--data DIR] [--json]`.
  init(_ arguments: some Sequence<String>) throws {
    var rest = Array(arguments)
    if let first = rest.first, !first.hasPrefix("--") {
      group = try Self.named(first, in: Group.allCases, \.rawValue)
      rest.removeFirst()
    }
    while !rest.isEmpty {
      let option = rest.removeFirst()
      if option == "--json" {
        json = true
        continue
      }
      guard !rest.isEmpty else { throw BenchmarkError.usage("\(option) expects a value") }
      let value = rest.removeFirst()
      switch option {
      case "--workload": workloads = [try Self.named(value, in: Workload.all, \.name)]
      case "--threads": threads = try value.split(separator: ",").map { try Self.count(String($0), option) }
      case "--lanes": lanes = min(try Self.count(value, option), TrainingOptions.mostLanes)
      case "--instruction-set":
        instructionSet = try Self.named(value, in: InstructionSet.available, \.rawValue)
      case "--data": data = value
      case "--seconds":
        guard let number = Double(value), number > 0 else {
          throw BenchmarkError.usage("--seconds expects a number above 0, found \(value)")
        }
        seconds = number
      default:
        throw BenchmarkError.usage(
          "unknown option \(option); there are --workload, --threads, --lanes, --instruction-set, --seconds, "
            + "--data, --json")
      }
    }
  }

  private static func count(_ text: String, _ option: String) throws -> Int {
    guard let number = Int(text), number > 0 else {
      throw BenchmarkError.usage("\(option) expects whole numbers above 0, found \(text)")
    }
    return number
  }

  private static func named<Item>(_ name: String, in items: [Item], _ key: (Item) -> String) throws -> Item {
    guard let item = items.first(where: { key($0) == name }) else {
      throw BenchmarkError.usage("\(name) is none of \(items.map(key).joined(separator: ", "))")
    }
    return item
  }
}

/// Why nothing was measured.
enum BenchmarkError: Error, CustomStringConvertible {
  case usage(String)
  case wrongResult(String)

  var description: String {
    switch self {
    case .usage(let text), .wrongResult(let text): text
    }
  }
}
