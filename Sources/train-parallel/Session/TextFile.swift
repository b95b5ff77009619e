import Foundation
import TrainParallel

/// The text of a file that the command line names.
///
/// - Parameter expected: What the file should hold, for the error.
/// - Throws: `ProgramError` where the file cannot be read or is no text in UTF-8.
func readText(_ path: String, expected: String) throws(ProgramError) -> String {
  do {
    return try String(contentsOfFile: path, encoding: .utf8)
  } catch {
    guard access(path, R_OK) == 0 else {
      throw ProgramError(.missingInput, "\(path): the file cannot be read (\(SystemError()))")
    }
    throw ProgramError(.badData, "\(path): not a text in UTF-8; expected \(expected)")
  }
}
