import Kernels
import NeuralNetwork

/// The gradient of a whole step, kept where its norm must be known before any weight moves.
///
/// The parts of the parameter buffer come from many threads, each with sixteen sums of its squares; these are added in the
/// order of the parts, so the norms depend on no thread.
final class WholeGradient: @unchecked Sendable {
  /// A stretch of the parameter buffer, and which tensor it belongs to.
  struct Part {
    let range: Range<Int>
    let tensor: Int
  }

  let parts: [Part]
  private let clipping: GradientClipping
  private let kernels: any KernelSet.Type
  private let gradient: FloatMemory
  /// Sixteen sums for each part.
  private let partSquares: FloatMemory
  /// Σ g² and the factor of each tensor.
  private let tensors: UnsafeMutableBufferPointer<(squares: Double, factor: Float)>

  private static let sums = 16

  init(
    parts: [Part], count: Int, tensorCount: Int, clipping: GradientClipping, kernels: any KernelSet.Type
  ) {
    self.parts = parts
    self.clipping = clipping
    self.kernels = kernels
    gradient = FloatMemory(count: count)
    partSquares = FloatMemory(count: parts.count * Self.sums)
    tensors = .allocate(capacity: tensorCount)
    tensors.initialize(repeating: (0, 1))
  }

  deinit {
    tensors.deallocate()
  }

  /// Keeps the gradient of a part.
  func keep(_ part: Int, _ values: UnsafePointer<Float>) {
    let range = parts[part].range
    (gradient.start + range.lowerBound).update(from: values, count: range.count)
    let sums = partSquares.start + part * Self.sums
    sums.update(repeating: 0, count: Self.sums)
    kernels.addSquares(count: range.count, values, to: sums)
  }

  /// Works out what each tensor's gradient is multiplied by, once all parts are there.
  func measure() {
    for tensor in 0..<tensors.count { tensors[tensor].squares = 0 }
    var all = 0.0
    for part in 0..<parts.count {
      let sums = partSquares.start + part * Self.sums
      for k in 0..<Self.sums { tensors[parts[part].tensor].squares += Double(sums[k]) }
    }
    for tensor in 0..<tensors.count { all += tensors[tensor].squares }
    for tensor in 0..<tensors.count {
      tensors[tensor].factor = Float(clipping.factor(squares: tensors[tensor].squares, all: all))
    }
  }

  /// The gradient of a part, clipped.
  func clipped(_ part: Int) -> UnsafePointer<Float> {
    let (range, factor) = (parts[part].range, tensors[parts[part].tensor].factor)
    let values = gradient.start + range.lowerBound
    if factor != 1 { kernels.scale(count: range.count, values, by: factor, values) }
    return UnsafePointer(values)
  }
}
