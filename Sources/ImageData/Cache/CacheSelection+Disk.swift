import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension CacheSelection {
  /// The images in the cache file, or a writer that makes it.
  func disk(
    _ directory: String, _ format: PixelFormat, _ bytes: UInt64, reason: String?
  ) throws(ImageDataError) -> Outcome {
    guard !isInside(canonicalPath(directory), of: key.directory) else {
      throw .cacheInsideData(path: directory, data: key.directory)
    }
    let path = withoutTrailingSlash(directory) + "/" + key.fileName
    let because = reason.map { ", since \($0)" } ?? ""
    var replaced = ""
    if FileKind(path) != nil {
      switch open(path, format) {
      case .success(let pixels):
        note = "cache: \(text(of: pixels.table.bytesPerImage)) from \(path)\(because)"
        return .found(pixels)
      case .failure(let problem): replaced = " anew: \(problem.reason)"
      }
    }
    try makeCacheFolder(directory)
    if let free = freeBytes(at: directory), free < bytes {
      throw .cannotCache(
        path: directory, problem: "the images take \(byteText(bytes)), the folder has \(byteText(free)) left",
        kind: .cannotCreate)
    }
    note = "cache: \(text(of: format.byteCount)) into \(path)\(because)\(replaced)"
    return .fill(try CacheWriter(path, key: key, format: format))
  }

  /// Makes the folder, for this user alone: the images may not be for everyone's eyes.
  private func makeCacheFolder(_ directory: String) throws(ImageDataError) {
    guard FileKind(directory) != .folder else { return }
    let path = canonicalPath(directory)
    do throws(ImageDataError) {
      if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
        try makeFolder(String(path[..<slash]))
      }
      guard mkdir(path, 0o700) != 0 else { return }
      let error = SystemError()
      // Another run may have made it at the same time.
      guard FileKind(path) == .folder else {
        throw .cannotCreate(path: path, reason: error.description)
      }
    } catch {
      guard case .cannotCreate(_, let reason) = error else { throw error }
      throw .cannotCache(
        path: directory, problem: "the folder cannot be made (\(reason))", kind: .cannotCreate)
    }
  }

  /// The room in a folder that nobody named.
  func room(in directory: String?) -> CachePlace.Room {
    guard let directory else { return .none }
    if let diskProblem { return .unusable(diskProblem) }
    guard !isInside(canonicalPath(directory), of: key.directory) else {
      return .unusable("the folder for caches lies within the data")
    }
    // What is there already needs no more room.
    let pixels = try? CachedPixels(withoutTrailingSlash(directory) + "/" + key.fileName)
    if let pixels, key.difference(from: pixels.table) == nil { return .free(.max) }
    return freeBytes(at: directory).map { .free($0) } ?? .unusable("\(directory) cannot be looked at")
  }

  /// Opens a cache file if it is what a pass over the files would make.
  ///
  /// - Parameter format: Also holds for the files, but for size and color.
  private func open(_ path: String, _ format: PixelFormat) -> Result<CachedPixels, DecodingError> {
    Result { () throws(DecodingError) in
      let pixels = try CachedPixels(path)
      if let difference = key.difference(from: pixels.table) { throw DecodingError(difference) }
      if let index = pixels.damage(executor: executor) {
        throw DecodingError("the pixels of \(files[index].relativePath) are damaged")
      }
      try requireStillBad(pixels.table, format)
      return pixels
    }
  }

  /// Tries the files again that could not be used: whether a file may be read is no part of its stamp.
  private func requireStillBad(_ table: CacheTable, _ format: PixelFormat) throws(DecodingError) {
    let known = table.reasons.sorted { $0.key < $1.key }
    guard !known.isEmpty else { return }
    var format = format
    (format.size, format.color) = (table.size, table.color)
    let bad = known.map { files[$0.key] }
    let pass = LoadingPass(format, stopsAt: [], sink: DecodedOnDemand(bad, stamps: [], format: format))
    pass.run(bad, executor: executor, progress: nil)
    guard known.indices.allSatisfy({ pass.reasons[$0] == known[$0].value }) else {
      throw DecodingError("another set of files can be used")
    }
  }

  /// "60,000 images (184 MB)"
  private func text(of bytesPerImage: Int) -> String {
    let bytes = files.count.multipliedReportingOverflow(by: bytesPerImage).partialValue
    return "\(countText(files.count, "image")) (\(byteText(UInt64(clamping: bytes))))"
  }
}
