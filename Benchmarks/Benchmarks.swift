import Foundation
import TrainParallel

/// Measures train-parallel on this machine: `benchmarks GROUP [options]`.
@main
struct Benchmarks {
  /// All groups; the first one is meant where none is named.
  static let groups: [any BenchmarkGroup.Type] = [
    StepGroup.self,
    GEMMGroup.self,
    ConvolutionGroup.self,
    NormalizationGroup.self,
    OptimizerGroup.self,
    ScalingGroup.self,
    PipelineGroup.self,
    EndToEndGroup.self,
  ]

  static func main() {
    do {
      var arguments = Array(CommandLine.arguments.dropFirst())
      if arguments.contains("--help") || arguments.contains("-h") { return print(help) }
      var group = groups[0]
      if let name = arguments.first, !name.hasPrefix("-") {
        group = try choose(name, among: groups) { $0.name }
        arguments.removeFirst()
      }
      let settings = try Settings(arguments, of: group)
      settings.say(machine(settings.instructionSet))
      try group.run(settings)
    } catch {
      FileHandle.standardError.write(Data("benchmarks: \(error)\n".utf8))
      exit((error as? any ReportableError)?.kind.exitCode ?? ErrorKind.internalFault.exitCode)
    }
  }

  /// The processors, and the most that one of them can do.
  private static func machine(_ set: InstructionSet) -> String {
    let meter = PeakMeter(set.kernels)
    for _ in 0..<windowsOfMeasurement { meter.sample() }
    let peak = String(format: "%.0f", meter.peak / 1e9)
    return "\(usableProcessors()) processors; peak of a thread with \(set.rawValue): \(peak) GFLOP/s"
  }

  private static var help: String {
    let lines = groups.map { group in
      let options = Settings.options.filter { group.options.contains($0.name) || $0.isCommon }
      let names = options.map { "[\($0.usage)]" }.joined(separator: " ")
      return "  \(group.name)\n      \(group.summary)\n      \(names)"
    }
    let options = Settings.options.map { option in
      "  " + option.usage.padding(toLength: 26, withPad: " ", startingAt: 0) + option.help
    }
    return """
      usage: benchmarks [GROUP] [options]

      Each group checks its results before it times them. Times are medians of \(windowsOfMeasurement) windows after \
      one that warms up.

      groups, the first one by default:
      \(lines.joined(separator: "\n"))

      options:
      \(options.joined(separator: "\n"))
      """
  }
}

/// The item of a name.
func choose<Item>(_ name: String, among items: [Item], _ key: (Item) -> String) throws -> Item {
  guard let item = items.first(where: { key($0) == name }) else {
    throw UsageError("\(name) is none of \(items.map(key).joined(separator: ", "))")
  }
  return item
}
