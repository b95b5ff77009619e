import TrainParallel

/// Writes a text file that appears whole or not at all.
func writeWhole(_ text: String, to path: String) throws(ProgramError) {
  var text = text
  let result = text.withUTF8 { text in
    Result { () throws(WholeFileError) in try writeWhole(UnsafeRawBufferPointer(text), to: path) }
  }
  guard case .failure(let error) = result else { return }
  throw error.step == .create
    ? ProgramError(.cannotCreate, "\(path): cannot be created (\(error.system)); choose another --output")
    : ProgramError(.inputOutput, "\(path): cannot be written (\(error.system)); is the disk full?")
}
