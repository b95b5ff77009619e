import Foundation
import TrainParallel

/// Writes a text file that appears whole or not at all.
///
/// - Parameter option: The option that chose the path, for the advice of the error.
func writeWhole(_ text: String, to path: String, option: String = "--output") throws(ProgramError) {
  try writeWhole(Array(text.utf8), to: path, option: option)
}

/// Writes a file that appears whole or not at all.
///
/// - Parameter option: The option that chose the path, for the advice of the error.
func writeWhole(_ bytes: [UInt8], to path: String, option: String = "--output") throws(ProgramError) {
  let result = bytes.withUnsafeBytes { bytes in
    Result { () throws(WholeFileError) in try writeWhole(bytes, to: path) }
  }
  guard case .failure(let error) = result else { return }
  throw error.step == .create
    ? ProgramError(.cannotCreate, "\(path): cannot be created (\(error.system)); choose another \(option)")
    : ProgramError(.inputOutput, "\(path): cannot be written (\(error.system)); is the disk full?")
}

/// Refuses a path where no file can be made, before there is work to lose.
func requireWritable(_ path: String, option: String) throws(ProgramError) {
  var isDirectory: ObjCBool = false
  let code: Int32
  if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue {
    code = EISDIR
  } else {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard access(folder, W_OK | X_OK) != 0 else { return }
    code = errno
  }
  throw ProgramError(
    .cannotCreate, "\(option) \(path): cannot be created (\(SystemError(code: code))); choose another path")
}
