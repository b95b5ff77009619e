#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes a file that appears whole or not at all: under another name in the same folder first, then renamed.
///
/// A file of the same name is replaced. After an error nothing new is there, and no other name is left.
///
/// - Parameters:
///   - pieces: The file's bytes, one piece after the other.
///   - path: The file.
///   - isDurable: Whether the bytes and the name are on disk on return, so that they outlive a power failure; many
///     small files that can be made anew need not wait for that.
package func writeWhole(
  _ pieces: [UnsafeRawBufferPointer], to path: String, isDurable: Bool = true
) throws(WholeFileError) {
  let place = FilePlace(path)
  let file = try place.createTemporary()
  var failure: WholeFileError?
  do throws(WholeFileError) {
    let count = pieces.reduce(0) { $0 + $1.count }
    if isDurable, Calls.reserve(file, count: count) != 0 { throw place.error(.write) }
    for piece in pieces { try place.append(piece, to: file) }
    if isDurable, Calls.flush(file) != 0 { throw place.error(.flush) }
  } catch {
    failure = error
  }
  if Calls.close(file) != 0, failure == nil { failure = place.error(.close) }
  if failure == nil {
    do throws(WholeFileError) { try place.rename() } catch { failure = error }
  }
  if let failure {
    unlink(place.temporary)
    throw failure
  }
  if isDurable { try place.flushFolder() }
}

/// Writes a file that appears whole or not at all, from bytes in one piece.
package func writeWhole(
  _ bytes: UnsafeRawBufferPointer, to path: String, isDurable: Bool = true
) throws(WholeFileError) {
  try writeWhole([bytes], to: path, isDurable: isDurable)
}
