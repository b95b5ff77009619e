import Foundation
import TestSupport

@testable import train_parallel

/// What a run of the program came to.
struct ProgramRun {
  let code: Int32
  let output: String
  let messages: String

  /// Runs the program within this process, its streams led into files.
  init(_ arguments: [String], input text: String = "") throws {
    (code, output, messages) = try withTemporaryFolder { folder in
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/input"))
      let input = open(folder + "/input", O_RDONLY)
      let output = open(folder + "/output", O_WRONLY | O_CREAT, 0o600)
      let messages = open(folder + "/messages", O_WRONLY | O_CREAT, 0o600)
      defer {
        close(input)
        close(output)
        close(messages)
      }
      let code = Program.run(arguments, console: Console(input: input, output: output, messages: messages))
      return (
        code, try TestSupport.text(of: folder + "/output"), try TestSupport.text(of: folder + "/messages")
      )
    }
  }
}
