import Foundation
import Parallelism

/// Finds the images of a data set in its cache file, or chooses where a pass puts them.
final class CacheSelection {
  private let cache: ImageCache
  private let files: [ImageFile]
  private let makeKey: () -> CacheKey
  private let freeMemory: () -> Int
  private let executor: any TaskExecutor
  /// Why nothing can be written into the folder that nobody named.
  private var diskProblem: String?

  /// Where the images are and why, if that was not clear beforehand.
  private(set) var note: String?
  /// Whether the sink chosen last only sees that files can be decoded: should its format prove right, there is no room
  /// for the images.
  private(set) var isTrial = false

  /// - Parameters:
  ///   - key: What a cache file must have been made from; asked for once, and only where one is used.
  ///   - freeMemory: The bytes of memory that are free.
  init(
    _ cache: ImageCache, files: [ImageFile], key: @escaping () -> CacheKey, freeMemory: @escaping () -> Int,
    executor: any TaskExecutor
  ) {
    self.cache = cache
    self.files = files
    self.makeKey = key
    self.freeMemory = freeMemory
    self.executor = executor
  }

  private lazy var key = makeKey()

  /// What is done to get the images.
  enum Outcome {
    /// They are there.
    case found(CachedPixels)
    /// A pass is to fill this.
    case fill(any PixelSink)
  }

  /// Chooses for images of one format.
  ///
  /// - Parameter isCertain: Whether the size is known, or only that of the first image.
  func choose(_ format: PixelFormat, isCertain: Bool) throws(ImageDataError) -> Outcome {
    (note, isTrial) = (nil, false)
    let (bytes, overflows) = files.count.multipliedReportingOverflow(by: format.byteCount)
    let total = overflows ? .max : UInt64(bytes)
    let limit = ProcessInfo.processInfo.physicalMemory
    // One image must fit, wherever the others are.
    let fits = total <= limit || cache != .ram && format.byteCount <= limit
    guard fits || !isCertain && format.byteCount <= limit else {
      throw .tooLarge(
        images: files.count, size: format.size, channels: format.color.channels, bytes: total, memory: limit)
    }
    guard fits else {
      isTrial = true
      return .fill(onDemand(format))
    }
    switch cache {
    case .ram: return .fill(try memory(format, total))
    case .off: return .fill(onDemand(format))
    case .disk(let directory): return try disk(directory, format, isCertain ? total : 0, reason: nil)
    case .automatic(let directory):
      let place = CachePlace(choosingFor: total, memory: freeMemory()) { room(in: directory) }
      switch (place.kind, directory) {
      case (.ram, _): return .fill(try memory(format, total))
      case (.disk, let directory?):
        do throws(ImageDataError) {
          return try disk(directory, format, isCertain ? total : 0, reason: place.reason)
        } catch {
          try giveUpDisk(after: error)
          return try choose(format, isCertain: isCertain)
        }
      default:
        note = "cache: off, since \(place.reason ?? "")"
        return .fill(onDemand(format))
      }
    }
  }

  /// Goes on without a cache file where nobody asked for one, after an error.
  ///
  /// - Throws: The error where a cache file was asked for.
  func giveUpDisk(after error: ImageDataError) throws(ImageDataError) {
    guard case .automatic = cache, case .cannotCache(let path, let problem, _) = error else { throw error }
    diskProblem = "\(path): \(problem)"
  }
}

// MARK: - Places

extension CacheSelection {
  private func memory(_ format: PixelFormat, _ bytes: UInt64) throws(ImageDataError) -> PixelMemory {
    guard let memory = PixelMemory(count: files.count, bytesPerImage: format.byteCount) else {
      throw .tooLarge(
        images: files.count, size: format.size, channels: format.color.channels, bytes: bytes,
        memory: UInt64(max(freeMemory(), 0)))
    }
    return memory
  }

  private func onDemand(_ format: PixelFormat) -> DecodedOnDemand {
    DecodedOnDemand(files, stamps: files.map { FileStamp(path: $0.path) }, format: format)
  }

  /// The images in the cache file, or a writer that makes it.
  private func disk(
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

  private func makeCacheFolder(_ directory: String) throws(ImageDataError) {
    do throws(ImageDataError) {
      try makeFolder(directory)
    } catch {
      guard case .cannotCreate(_, let reason) = error else { throw error }
      throw .cannotCache(
        path: directory, problem: "the folder cannot be made (\(reason))", kind: .cannotCreate)
    }
  }

  /// The room in a folder that nobody named.
  private func room(in directory: String?) -> CachePlace.Room {
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
    "\(countText(files.count, "image")) (\(byteText(UInt64(clamping: files.count * bytesPerImage))))"
  }
}
