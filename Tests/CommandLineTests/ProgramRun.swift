import Foundation
import TestSupport

@testable import train_parallel

/// What a run of the program came to.
struct ProgramRun {
  let code: Int32
  let output: String
  let messages: String

  /// Runs the program within this process, its streams led into files.
  init(_ arguments: [String]) throws {
    (code, output, messages) = try withTemporaryFolder { folder in
      let output = open(folder + "/output", O_WRONLY | O_CREAT, 0o600)
      let messages = open(folder + "/messages", O_WRONLY | O_CREAT, 0o600)
      defer {
        close(output)
        close(messages)
      }
      let code = Program.run(arguments, console: Console(output: output, messages: messages))
      return (code, try text(of: folder + "/output"), try text(of: folder + "/messages"))
    }
  }
}
