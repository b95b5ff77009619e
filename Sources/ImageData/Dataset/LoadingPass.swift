import Parallelism
import Synchronization

/// One pass over all files that decodes each into a sink, at a size and color mode that are taken to be right.
///
/// The team decodes one chunk of files while the next is being read. Every file has its own place, so nothing depends on
/// who decodes it.
final class LoadingPass: @unchecked Sendable {
  // Unchecked: the fields below change only between batches of tasks, `state` is locked, places are distinct.
  private let format: PixelFormat
  private let stopsAt: Surprise
  private let sink: any PixelSink
  private let decoders: Pool<ImageDecoder>
  private let state = Mutex(State())
  private var chunk = FileChunk()

  /// What may show that the pass assumed wrongly.
  struct Surprise: OptionSet {
    let rawValue: Int
    static let otherSize = Surprise(rawValue: 1)
    static let colorAmongGray = Surprise(rawValue: 2)
  }

  private struct State {
    var reasons: [Int: String] = [:]
    var surprises: Surprise = []
    var otherSize: ImageSize?
  }

  init(_ format: PixelFormat, stopsAt: Surprise, sink: any PixelSink) {
    self.format = format
    decoders = Pool { ImageDecoder(options: format.decoding) }
    self.stopsAt = stopsAt
    self.sink = sink
  }

  /// What was found that the pass did not expect.
  var surprises: Surprise { state.withLock { $0.surprises } }

  /// A size that is not the assumed one.
  var otherSize: ImageSize? { state.withLock { $0.otherSize } }

  /// The files that could not be used, by number.
  var reasons: [Int: String] { state.withLock { $0.reasons } }

  /// Decodes all files; stops early at a surprise, or where the sink fails.
  func run(_ files: [ImageFile], executor: any TaskExecutor, progress: ((Int, Int) -> Void)?) {
    let filesPerTask = 8
    let body: @Sendable (Int) -> Void = { task in
      self.decode(task * filesPerTask..<min((task + 1) * filesPerTask, self.chunk.contents.count))
    }
    ReadAhead(files).forEachChunk { chunk in
      self.chunk = chunk
      executor.perform((chunk.contents.count + filesPerTask - 1) / filesPerTask, body)
      progress?(chunk.first + chunk.contents.count, files.count)
      return surprises.isEmpty && sink.failure == nil
    }
  }

  /// Decodes some files of the chunk.
  private func decode(_ range: Range<Int>) {
    decoders.withOne { decoder in
      for index in range { decode(index, with: decoder) }
    }
  }

  private func decode(_ index: Int, with decoder: ImageDecoder) {
    let file = chunk.first + index
    do {
      let header = try chunk.withBytes(of: index) { (bytes) throws(DecodingError) in
        var header: ImageHeader?
        try sink.fill(file) { (place) throws(DecodingError) in
          header = try decoder.decode(
            bytes, size: format.size, color: format.color, interpolation: format.interpolation, into: place)
        }
        guard let header else { preconditionFailure("A sink has everything decoded") }
        return header
      }
      if stopsAt.contains(.otherSize), header.size != format.size {
        state.withLock {
          $0.surprises.insert(.otherSize)
          $0.otherSize = header.size
        }
      }
      if stopsAt.contains(.colorAmongGray), !header.isGray {
        state.withLock { _ = $0.surprises.insert(.colorAmongGray) }
      }
    } catch {
      state.withLock { $0.reasons[file] = error.reason }
    }
  }
}
