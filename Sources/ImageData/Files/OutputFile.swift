import Files
import Foundation

/// Writes an image file, which appears whole or not at all.
func writeImageFile(_ bytes: [UInt8], to path: String) throws(ImageDataError) {
  let result = bytes.withUnsafeBytes { bytes in
    // Images are written by the thousand, and from what can be written again: they do not wait for the disk.
    Result { () throws(WholeFileError) in try writeWhole(bytes, to: path, isDurable: false) }
  }
  guard case .failure(let error) = result else { return }
  let reason = error.system.description
  throw error.step == .create
    ? .cannotCreate(path: path, reason: reason) : .cannotWrite(path: path, reason: reason)
}

/// Makes a folder and those above it that are missing.
func makeFolder(_ path: String) throws(ImageDataError) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    let system = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError).map {
      SystemError(code: Int32($0.code))
    }
    throw .cannotCreate(path: path, reason: system?.description ?? error.localizedDescription)
  }
}
