import LinearAlgebra
import Synchronization
import Training

/// Notes which samples are asked for, and in which pass over the data; each pass begins one sample later.
final class RecordingSource: SampleSource {
  struct Request: Hashable {
    let sample: Int
    let epoch: Int
  }

  private let source: ArraySource
  private let noted = Mutex<[Request]>([])

  init(_ source: ArraySource) {
    self.source = source
  }

  /// What was asked for since the last time this was read.
  func takeRequests() -> [Request] {
    noted.withLock { requests in
      defer { requests = [] }
      return requests
    }
  }

  var sampleCount: Int { source.sampleCount }
  var sampleShape: Shape { source.sampleShape }
  var classCount: Int { source.classCount }
  func order(epoch: Int) -> [Int] { (0..<sampleCount).map { ($0 + epoch) % sampleCount } }
  func label(of sample: Int) -> Int { source.label(of: sample) }

  func write(sample: Int, epoch: Int, to pixels: UnsafeMutablePointer<Float>, rowStride: Int) {
    noted.withLock { $0.append(Request(sample: sample, epoch: epoch)) }
    source.write(sample: sample, epoch: epoch, to: pixels, rowStride: rowStride)
  }
}
