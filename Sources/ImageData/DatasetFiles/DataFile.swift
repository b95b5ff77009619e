/// The whole of a data set's file, unpacked if `gzip` packed it.
///
/// - Throws: `ImageDataError` if the file cannot be read, is damaged or holds more than 1 GiB.
func dataFile(_ path: String) throws(ImageDataError) -> [UInt8] {
  let chunk = FileChunk()
  chunk.read([ImageFile(path: path, relativePath: path, label: 0)], from: 0)
  do {
    return try chunk.withBytes(of: 0) { (bytes) throws(DecodingError) in
      isGzip(bytes) ? try decompressedGzip(bytes, limit: FileChunk.largestFile) : [UInt8](bytes)
    }
  } catch {
    if case .failure = chunk.contents[0] { throw .unreadableFile(path: path, reason: error.reason) }
    throw .dataFile(path, error)
  }
}
