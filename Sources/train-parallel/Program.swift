import Foundation
import TrainParallel

/// The version of the program, as `--version` and the files of a run state it.
///
/// It changes with the bits of results: a run resumes with the version that began it unless told otherwise.
let version = "0.2.0-dev"

/// What `--version` prints.
let versionText = "train-parallel \(version)"

/// Finds the command, runs it, and turns an error into one message and an exit code.
@main
struct Program {
  /// The commands in the order of help; the first one is meant where none is named.
  static var commands: [any Command.Type] {
    [
      TrainCommand.self, EvaluateCommand.self, PredictCommand.self, CompareCommand.self, ReplayCommand.self,
      FiltersCommand.self, SummaryCommand.self, VerifyCommand.self, ExportCommand.self, ShapesCommand.self,
      AuditCommand.self, AugmentCommand.self, GradientCheckCommand.self, BenchmarkCommand.self,
    ]
  }

  static func main() {
    Console.ignoreBrokenPipes()
    exit(run(Array(CommandLine.arguments.dropFirst()), console: Console()))
  }

  /// The exit code of one run of the program.
  static func run(_ arguments: [String], console: Console) -> Int32 {
    do {
      switch arguments.first {
      case "--help", "-h": try console.print(help)
      case "--version": try console.print(versionText)
      case let word?:
        if let command = commands.first(where: { $0.name == word }) {
          try command.main(Array(arguments.dropFirst()), console: console)
        } else if word.hasPrefix("-") {
          try TrainCommand.main(arguments, console: console)
        } else {
          throw unknownCommand(word)
        }
      case nil: try TrainCommand.main([], console: console)
      }
      return 0
    } catch let stopped as StoppedBySignal {
      return stopped.exitCode
    } catch {
      console.report(error)
      return Console.exitCode(of: error)
    }
  }

  private static func unknownCommand(_ word: String) -> ProgramError {
    let names = commands.map { $0.name }
    let hint = nearestName(to: word, among: names).map { "did you mean \($0)?" } ?? "known are \(list(names))"
    return .usage("unknown command \(word); \(hint)")
  }

  /// What `train-parallel --help` prints.
  static var help: String {
    let lines = commands.map { command in
      let usage = "train-parallel \(command.name) \(command.arguments)"
      return "  \(usage)\n      \(command.summary)"
    }
    return """
      train-parallel trains image classifiers on the CPU, on all its cores, with the same result on any
      number of them.

      \(lines.joined(separator: "\n"))

      Without a command it trains; train-parallel COMMAND --help lists a command's options. For a start:

        train-parallel --threads 8
        train-parallel --data flowers --epochs 20 --horizontal-flip

      Results go to standard output, progress and messages to standard error.
      Exit codes: 0 done, 64 wrong use, 65 bad data, 66 an input that is not there, 70 our fault,
      73 an output that cannot be created, 74 reading or writing failed midway, 130 and 143 stopped by
      SIGINT and SIGTERM, after saving.
      """
  }
}
