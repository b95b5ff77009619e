import Foundation
import TrainParallel

/// The streams of the program: results go to standard output, everything else to standard error; what standard input holds
/// is read where a command is told to.
///
/// A reader that goes away (`| head`) ends the printing, not the work.
final class Console {
  private let input: Int32
  private let output: Int32
  private let messages: Int32
  private var outputIsGone = false

  init(input: Int32 = STDIN_FILENO, output: Int32 = STDOUT_FILENO, messages: Int32 = STDERR_FILENO) {
    self.input = input
    self.output = output
    self.messages = messages
  }

  /// Lets a write to a closed pipe fail instead of ending the program.
  static func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
  }

  /// Writes lines of results.
  func print(_ text: String) throws(ProgramError) {
    guard !outputIsGone else { return }
    switch Self.write(text + "\n", to: output) {
    case 0: break
    case EPIPE: outputIsGone = true
    case let code:
      throw ProgramError(.inputOutput, "standard output: cannot be written (\(SystemError(code: code)))")
    }
  }

  /// The paths on standard input up to its end, empty ones left out: one a line, which may end in CR LF; or, where there is
  /// a zero byte, which no path holds, each up to the next of these, as `find -print0` writes them.
  ///
  /// - Throws: `ProgramError` where it cannot be read.
  func readPaths() throws(ProgramError) -> [String] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Foundation.read(input, &buffer, buffer.count)
      if count == 0 { break }
      if count > 0 {
        bytes.append(contentsOf: buffer[..<count])
      } else if errno != EINTR {
        throw ProgramError(.missingInput, "standard input: cannot be read (\(SystemError()))")
      }
    }
    let hasZeros = bytes.contains(0)
    return bytes.split(separator: hasZeros ? 0 : UInt8(ascii: "\n")).compactMap { line in
      let line = !hasZeros && line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }
  }

  /// What standard output can show.
  func outputTerminal(noColor: Bool) -> Terminal {
    Terminal(of: output, noColor: noColor)
  }

  /// Writes a message; nobody can be told where that fails.
  func say(_ text: String) {
    _ = Self.write(text + "\n", to: messages)
  }

  /// Writes a piece of a line.
  func draw(_ text: String) {
    _ = Self.write(text, to: messages)
  }

  /// Says what went wrong.
  func report(_ error: any Error) {
    say("train-parallel: \(Self.message(of: error))")
  }

  /// The message of an error, whatever its type.
  static func message(of error: any Error) -> String {
    (error as? any ReportableError)?.description ?? "\(error)"
  }

  /// The exit code of an error; what nobody foresaw is our fault.
  static func exitCode(of error: any Error) -> Int32 {
    ((error as? any ReportableError)?.kind ?? .internalFault).exitCode
  }

  /// The number of the system's error, 0 if all went out.
  private static func write(_ text: String, to descriptor: Int32) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let written = Foundation.write(descriptor, rest.baseAddress, rest.count)
        if written < 0 {
          if errno == EINTR { continue }
          return errno
        }
        rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      }
      return 0
    }
  }
}
