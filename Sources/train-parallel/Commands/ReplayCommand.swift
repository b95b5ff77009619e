import Foundation
import TrainParallel

/// `replay RUN`: the run once more, and whether it comes out the same.
enum ReplayCommand: Command {
  struct Settings: CommonSettings {
    var threads: Int?
    var data: String?
    var epochs: Int?
    var quiet = false
    var json = false
    var noColor = false
    var help = false
    var version = false
  }

  static let name = "replay"
  static let arguments = "RUN [options]"
  static let summary = "repeat a run, and say whether its weights come out the same"
  static let abstract =
    "Repeats the run of a folder with its options and compares the weights after every epoch with those that the run "
    + "recorded. It ends at the first epoch that differs, with the exit code 65. Nothing is written to the run's folder."

  static var options: [Option<Settings>] {
    [
      .value(
        "--threads", "N|auto", \.threads, .threads, "threads to work with; the result is the same with any"),
      .value(
        "--data", "DIR", \.data, .text("a directory"), "where the images are now",
        otherwise: "where they were"),
      .value(
        "--epochs", "N", \.epochs, .wholeNumber(atLeast: 1), "compare so many epochs only",
        otherwise: "all of the run"),
      .flag("--quiet", \.quiet, "say nothing but the outcome"),
      .flag("--json", \.json, "print the outcome as a JSON object"),
      .flag("--no-color", \.noColor, "no colors on a terminal; NO_COLOR does the same"),
    ]
  }

  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws {
    try requireWords(arguments.words, ["RUN"])
    let settings = arguments.settings
    let run = try RunArguments(path: arguments.words[0])
    let recorded = try hashes(of: run.path)
    let environment = RunEnvironment(instructionSet: .best)
    let then = run.arguments["environment"] ?? .null
    for difference in environment.differences(from: then) where !settings.quiet {
      console.say("the result may have other bits than that of the run: \(difference)")
    }
    var words = run.words
    for (option, value) in [("--threads", settings.threads.map { "\($0)" }), ("--data", settings.data)] {
      if let value { words += [option, value] }
    }
    if settings.quiet { words.append("--quiet") }
    if settings.noColor { words.append("--no-color") }
    let folder = NSTemporaryDirectory() + "/train-parallel-replay-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let all = try parse(words + ["--output", folder], with: TrainCommand.table, of: TrainCommand.name)
    let outcome = try compare(all, with: recorded.prefix(settings.epochs ?? .max), console)
    try console.print(settings.json ? outcome.json.description : outcome.text)
    if case .differs = outcome { throw ProgramError(.badData, "\(run.path): its replay comes out otherwise") }
  }

  /// How a replay came out.
  private enum Outcome {
    case same(epochs: Int)
    case differs(epoch: Int, recorded: String, found: String)

    var text: String {
      switch self {
      case .same(let epochs): "the same weights after each of \(NumberText.count(epochs, "epoch"))"
      case .differs(let epoch, let recorded, let found):
        "other weights from epoch \(epoch) on: \(recorded.prefix(8))... was recorded, \(found.prefix(8))... came out"
      }
    }

    var json: JSON {
      switch self {
      case .same(let epochs): .object([("same", true), ("epochs", .integer(epochs))])
      case .differs(let epoch, let recorded, let found):
        .object([
          ("same", false), ("epoch", .integer(epoch)), ("recorded", .string(recorded)),
          ("found", .string(found)),
        ])
      }
    }
  }

  /// Ends a training that need not go on.
  private struct Enough: Error {}

  private static func compare(
    _ arguments: ParsedArguments<TrainSettings>, with recorded: ArraySlice<String>, _ console: Console
  ) throws -> Outcome {
    var outcome = Outcome.same(epochs: 0)
    do {
      try TrainCommand.train(arguments, resuming: nil, console: console) { row in
        let expected = recorded[recorded.startIndex + row.epoch - 1]
        guard expected == row.weightsSHA256 else {
          outcome = .differs(epoch: row.epoch, recorded: expected, found: row.weightsSHA256)
          throw Enough()
        }
        outcome = .same(epochs: row.epoch)
        if row.epoch == recorded.count { throw Enough() }
      }
    } catch is Enough {}
    if case .same(let epochs) = outcome, epochs < recorded.count {
      return .differs(
        epoch: epochs + 1, recorded: recorded[recorded.startIndex + epochs], found: "no such epoch")
    }
    return outcome
  }

  private static func hashes(of path: String) throws -> [String] {
    let file = path + "/metrics.jsonl"
    let lines = try readText(file, expected: "the metrics of a run").split(separator: "\n")
    let hashes = lines.map { (try? JSON(parsing: $0.utf8))?["weights_sha256"]?.text }
    guard !hashes.isEmpty, !hashes.contains(nil) else {
      throw ProgramError(.badData, "\(file): it has no epoch with a weights_sha256 to compare with")
    }
    return hashes.compactMap { $0 }
  }
}
