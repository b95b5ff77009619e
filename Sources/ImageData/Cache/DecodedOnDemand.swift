import Synchronization

/// Images that are kept nowhere: each is read and decoded anew whenever it is asked for.
///
/// A file must stay as it was when all were decoded for the first time, to see that they can be. One that is changed or
/// gone since is an error that names it, never other pixels.
///
/// Workers read the files, but from the page cache as a rule: those of the batch after the next are fetched on a thread of
/// its own, so that no worker waits for the disk.
final class DecodedOnDemand: Sendable {
  private let files: [ImageFile]
  private let stamps: [FileStamp]
  private let format: PixelFormat
  private let workplaces: Pool<Workplace>
  private let fetching: LookAhead
  private let firstFailure = Mutex<ImageDataError?>(nil)

  /// What one thread decodes with.
  private final class Workplace: @unchecked Sendable {
    // Unchecked: one thread at a time takes it out of its pool.
    let chunk = FileChunk()
    let decoder: ImageDecoder
    let room: PixelRoom

    init(_ format: PixelFormat) {
      decoder = ImageDecoder(options: format.decoding)
      room = PixelRoom(format.byteCount)
    }
  }

  /// - Parameter stamps: The state of each file before it was first read.
  init(_ files: [ImageFile], stamps: [FileStamp], format: PixelFormat) {
    self.files = files
    self.stamps = stamps
    self.format = format
    workplaces = Pool { Workplace(format) }
    fetching = LookAhead { fetchFile(files[$0].path) }
  }
}

extension DecodedOnDemand: PixelSource, PixelSink {
  /// Reads and decodes the file.
  func withPixels<Result>(
    of file: Int, _ body: (UnsafePointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    let workplace = workplaces.take()
    defer { workplaces.give(workplace) }
    do throws(DecodingError) {
      try decode(file, workplace)
    } catch {
      let failure = ImageDataError.changedFile(path: files[file].path, reason: error.reason)
      firstFailure.withLock { if $0 == nil { $0 = failure } }
      workplace.room.start.update(repeating: 0, count: format.byteCount)
    }
    return try body(UnsafePointer(workplace.room.start))
  }

  private func decode(_ index: Int, _ workplace: Workplace) throws(DecodingError) {
    workplace.chunk.read([files[index]], from: 0)
    try workplace.chunk.withBytes(of: 0) { (bytes) throws(DecodingError) in
      guard workplace.chunk.stamps[0] == stamps[index] else {
        throw DecodingError("its size or the time of its last change is another")
      }
      _ = try workplace.decoder.decode(
        bytes, size: format.size, color: format.color, interpolation: format.interpolation,
        into: workplace.room.start)
    }
  }

  var preparesAhead: Bool { true }

  func prepare(_ file: Int) {
    fetching.add(file)
  }

  func requireReadable() throws(ImageDataError) {
    if let failure = firstFailure.withLock({ $0 }) { throw failure }
  }

  /// To see that the file can be decoded.
  func fill(
    _ file: Int, _ decode: (UnsafeMutablePointer<UInt8>) throws(DecodingError) -> Void
  ) throws(DecodingError) {
    try workplaces.withOne { (workplace) throws(DecodingError) in try decode(workplace.room.start) }
  }
}
