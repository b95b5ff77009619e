import Foundation
import Parallelism

/// Finds the images of a data set in its cache file, or chooses where a pass puts them.
final class CacheSelection {
  private let cache: ImageCache
  let files: [ImageFile]
  private let makeKey: () -> CacheKey
  private let freeMemory: () -> Int
  let executor: any TaskExecutor
  /// Why nothing can be written into the folder that nobody named.
  private(set) var diskProblem: String?

  /// Where the images are and why, if that was not clear beforehand.
  var note: String?
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

  /// What a cache file must have been made from.
  private(set) lazy var key = makeKey()

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
}
