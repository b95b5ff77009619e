import Foundation
import TrainParallel

/// A whole run of the program: start, reading, training, evaluating, writing the model.
struct EndToEndBenchmark {
  /// What the run is listed under.
  let name: String
  /// The program's options.
  let options: [String]
  /// The accuracy to be timed.
  let goal: Double

  struct Result {
    let seconds: Double
    /// The most memory that was resident, in MiB.
    let peakMemory: Double
    /// After the last epoch.
    let accuracy: Double
    /// From the start of the program to the report of the first epoch that reached the goal.
    let secondsToGoal: Double?
  }

  /// MNIST, or what else is in a directory with `train` and `test`; the built-in shapes without one.
  init(data: String?, threads: Int) {
    let common = ["--threads", "\(threads)", "--json", "--quiet"]
    if let data {
      name = URL(fileURLWithPath: data).lastPathComponent
      options =
        ["--data", data, "--model", "mnist-cnn", "--epochs", "5", "--batch-size", "32"] + common
      goal = 0.98
    } else {
      name = "shapes"
      options = common
      goal = 0.99
    }
  }

  /// Runs the program that stands beside this one.
  func measure() throws -> Result {
    let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("train-parallel")
    let output = FileManager.default.temporaryDirectory.path + "/train-parallel-end-to-end-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: output) }
    let process = Process()
    let pipe = Pipe()
    process.executableURL = program
    process.arguments = options + ["--output", output]
    process.standardOutput = pipe
    let start = Date()
    try process.run()
    var accuracy: Double?
    var secondsToGoal: Double?
    var text = Data()
    while case let part = pipe.fileHandleForReading.availableData, !part.isEmpty {
      text.append(part)
      while let end = text.firstIndex(of: UInt8(ascii: "\n")) {
        let row = try JSON(parsing: text[text.startIndex..<end])
        text = Data(text[(end + 1)...])
        // Checkpoints and the end of the run are lines, too.
        guard let found = row["val_accuracy"]?.realNumber else { continue }
        accuracy = found
        if secondsToGoal == nil, found >= goal { secondsToGoal = -start.timeIntervalSinceNow }
      }
    }
    process.waitUntilExit()
    let seconds = -start.timeIntervalSinceNow
    guard process.terminationStatus == 0, let accuracy, accuracy > 0.9 else {
      throw BenchmarkError.wrongResult(
        "\(name): the program ended with \(process.terminationStatus), its accuracy was \(accuracy ?? 0)")
    }
    return Result(
      seconds: seconds, peakMemory: peakMemoryOfChildren() / 1_048_576, accuracy: accuracy,
      secondsToGoal: secondsToGoal)
  }
}

/// The most bytes that any child of this process had resident.
private func peakMemoryOfChildren() -> Double {
  var usage = rusage()
  #if canImport(Glibc)
    getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
    return Double(usage.ru_maxrss) * 1024
  #else
    getrusage(RUSAGE_CHILDREN, &usage)
    return Double(usage.ru_maxrss)
  #endif
}
