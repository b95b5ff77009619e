import Parallelism

/// Computes something of each of many files, on the threads of an executor, while the next files are read.
///
/// Every file has its own place for its result, so nothing depends on who computes it.
final class FilePass<Output: Sendable>: @unchecked Sendable {
  // Unchecked: `chunk` changes only between batches of tasks, places are distinct.
  typealias Work =
    @Sendable (_ bytes: UnsafeRawBufferPointer, _ worker: FileWorker) throws(DecodingError) -> Output

  private let work: Work
  private let workers = Pool { FileWorker() }
  private var chunk = FileChunk()

  init(_ work: @escaping Work) {
    self.work = work
  }

  /// The result of each file, or why there is none.
  func run(
    _ files: [ImageFile], executor: any TaskExecutor, progress: ((Int, Int) -> Void)? = nil
  ) -> [Result<Output, DecodingError>] {
    let filesPerTask = 8
    nonisolated(unsafe) let places = UnsafeMutablePointer<Result<Output, DecodingError>>.allocate(
      capacity: files.count)
    defer { places.deallocate() }
    let body: @Sendable (Int) -> Void = { task in
      self.workers.withOne { worker in
        for index in task * filesPerTask..<min((task + 1) * filesPerTask, self.chunk.contents.count) {
          let result = Result { () throws(DecodingError) in
            try self.chunk.withBytes(of: index) { (bytes) throws(DecodingError) in
              try self.work(bytes, worker)
            }
          }
          (places + self.chunk.first + index).initialize(to: result)
        }
      }
    }
    ReadAhead(files).forEachChunk { chunk in
      self.chunk = chunk
      executor.perform((chunk.contents.count + filesPerTask - 1) / filesPerTask, body)
      progress?(chunk.first + chunk.contents.count, files.count)
      return true
    }
    defer { places.deinitialize(count: files.count) }
    return Array(UnsafeBufferPointer(start: places, count: files.count))
  }
}

/// What one thread at a time needs to decode files: kept from file to file.
final class FileWorker: @unchecked Sendable {
  // Unchecked: handed from thread to thread, never shared.
  let decoder = ImageDecoder()
  private var scratch = Scratch()

  /// Memory for the pixels of one image.
  func pixels(_ count: Int) throws(DecodingError) -> UnsafeMutablePointer<UInt8> {
    try scratch.pixels(count)
  }
}
