import Foundation
import TrainParallel

/// Writes a file so that it appears whole or not at all: a temporary name beside it, then a rename.
func writeWhole(_ text: String, to path: String) throws(ProgramError) {
  let temporary = "\(path).tmp\(getpid())"
  guard let file = fopen(temporary, "wbx") else {
    throw ProgramError(
      .cannotCreate, "\(path): cannot be created (\(systemText(errno))); choose another --output")
  }
  var text = text
  let isWritten = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) == $0.count }
  let isFlushed = isWritten && fflush(file) == 0 && fsync(fileno(file)) == 0
  let failure = errno
  let isClosed = fclose(file) == 0
  guard isFlushed, isClosed, rename(temporary, path) == 0 else {
    let code = isFlushed ? errno : failure
    unlink(temporary)
    throw ProgramError(.inputOutput, "\(path): cannot be written (\(systemText(code))); is the disk full?")
  }
}
