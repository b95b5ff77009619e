import Files
import Synchronization

/// Writes the decoded images of a pass into a cache file, which appears whole or not at all.
///
/// Whoever decodes an image writes it, with `pwrite`, to the system's page cache: nothing waits for the disk before
/// the end, and a full disk is an error and not a signal, as it would be for mapped memory.
final class CacheWriter: @unchecked Sendable {
  // Unchecked: each place of `checksums` belongs to the task that decodes the file.
  private let path: String
  private let key: CacheKey
  private let format: PixelFormat
  private let file: PartialFile
  private let rooms: Pool<PixelRoom>
  private let checksums: UnsafeMutablePointer<UInt32>
  private let firstFailure = Mutex<WholeFileError?>(nil)

  /// Begins a file; its folder is there.
  init(_ path: String, key: CacheKey, format: PixelFormat) throws(ImageDataError) {
    self.path = path
    self.key = key
    self.format = format
    do throws(WholeFileError) {
      file = try PartialFile(path)
    } catch {
      throw ImageDataError(caching: error)
    }
    rooms = Pool { PixelRoom(format.byteCount) }
    checksums = .allocate(capacity: key.identifiers.count)
    checksums.initialize(repeating: 0, count: key.identifiers.count)
  }

  deinit { checksums.deallocate() }
}

extension CacheWriter: PixelSink {
  var failure: ImageDataError? { firstFailure.withLock { $0 }.map(ImageDataError.init(caching:)) }

  func fill(
    _ index: Int, _ decode: (UnsafeMutablePointer<UInt8>) throws(DecodingError) -> Void
  ) throws(DecodingError) {
    try rooms.withOne { (room) throws(DecodingError) in
      try decode(room.start)
      checksums[index] = checksum(room.bytes)
      do throws(WholeFileError) {
        try file.write(room.bytes, at: CacheHeader.pixelStart + index * format.byteCount)
      } catch {
        firstFailure.withLock { if $0 == nil { $0 = error } }
      }
    }
  }

  func finish(reasons: [Int: String], sizeNote: String?) throws(ImageDataError) -> any PixelSource {
    if let failure { throw failure }
    let entries = key.identifiers.indices.map { index in
      CacheTable.Entry(
        identifier: key.identifiers[index], stamp: key.stamps[index],
        pixels: reasons[index].map { .none(reason: $0) } ?? .checksum(checksums[index]))
    }
    let table = CacheTable(
      size: format.size, color: format.color, settings: key.settings, directory: key.directory,
      sizeNote: sizeNote, entries: entries)
    let tableBytes = table.bytes()
    let header = CacheHeader(table, tableBytes: tableBytes)
    guard let tableStart = header.tableStart else {
      throw .cannotCache(path: path, problem: "no file has room for that many pixels", kind: .inputOutput)
    }
    do throws(WholeFileError) {
      try write(tableBytes, at: tableStart)
      try write(header.bytes(), at: 0)
      try file.finish()
    } catch {
      throw ImageDataError(caching: error)
    }
    do throws(DecodingError) {
      return try CachedPixels(path)
    } catch {
      throw .cannotCache(path: path, problem: error.reason, kind: .inputOutput)
    }
  }

  private func write(_ bytes: [UInt8], at offset: Int) throws(WholeFileError) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(WholeFileError) in try file.write(bytes, at: offset) }
    }
    try result.get()
  }
}

extension ImageDataError {
  /// Why a cache file could not be written.
  fileprivate init(caching error: WholeFileError) {
    self = .cannotCache(path: error.path, problem: error.reason, kind: error.kind)
  }
}
