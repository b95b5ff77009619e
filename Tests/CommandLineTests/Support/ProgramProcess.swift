import Foundation

/// The program in a process of its own, which can be killed.
struct ProgramProcess {
  /// The program that was built with the tests.
  static var path: String {
    // The tests' own bundle stands beside it; under Xcode the tests are in a bundle within that folder.
    let folders = [Bundle.main.bundlePath, Bundle.main.bundleURL.deletingLastPathComponent().path]
    let arguments = ProcessInfo.processInfo.arguments.map {
      URL(fileURLWithPath: $0).deletingLastPathComponent().path
    }
    let candidates = (folders + arguments).map { $0 + "/train-parallel" }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? "train-parallel"
  }

  let process = Process()
  private let messages: URL

  /// Starts the program; what it says goes into a file.
  init(_ arguments: [String], messages path: String) throws {
    FileManager.default.createFile(atPath: path, contents: nil)
    messages = URL(fileURLWithPath: path)
    process.executableURL = URL(fileURLWithPath: Self.path)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try FileHandle(forWritingTo: messages)
    try process.run()
  }

  /// What it said so far.
  var text: String { (try? String(contentsOf: messages, encoding: .utf8)) ?? "" }

  /// Sends a signal.
  func send(_ number: Int32) {
    kill(process.processIdentifier, number)
  }

  /// Waits for its end.
  ///
  /// - Returns: The exit code; 128 and the number where a signal ended it.
  func wait() -> Int32 {
    process.waitUntilExit()
    return process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
  }

  /// Runs it to its end.
  static func run(_ arguments: [String], messages: String) throws -> (code: Int32, text: String) {
    let program = try ProgramProcess(arguments, messages: messages)
    return (program.wait(), program.text)
  }
}
