import Kernels

/// A few samples of a batch on their way through the network, and the memory that belongs to them.
///
/// A shard is a value of pointers and numbers: it is made on the stack for each pass, and nothing in it is owned.
package struct Shard {
  /// The kernels in use.
  package let kernels: any KernelSet.Type
  /// The flat parameter buffer.
  let parameters: UnsafePointer<Float>
  /// The weights as the kernels want them.
  let packed: UnsafePointer<Float>
  /// The gradient buffer of the shard's lane, laid out as the parameters.
  let gradient: UnsafeMutablePointer<Float>
  /// The workspace of the thread that takes the shard along.
  let workspace: UnsafeMutablePointer<Float>
  /// The scratch behind it, which each operation uses as it likes.
  package let scratch: UnsafeMutablePointer<Float>
  /// The batch's memory.
  let batch: UnsafeMutablePointer<Float>
  /// The batch's input.
  let input: UnsafeMutablePointer<Float>
  /// The number of the training step, from 0; nil when nothing is trained.
  package let step: UInt32?
  /// The position of the first sample in the batch.
  package var first: Int
  /// The number of samples.
  package var count: Int

  /// The memory of one sample, counted from the shard's first.
  @inline(__always)
  func pointer(_ place: Place, _ sample: Int) -> UnsafeMutablePointer<Float> {
    switch place.storage {
    case .workspace: workspace + (place.offset &+ sample &* place.stride)
    case .batch: batch + (place.offset &+ (first &+ sample) &* place.stride)
    case .input: input + (place.offset &+ (first &+ sample) &* place.stride)
    }
  }

  /// Gathers the memory.
  package init(
    kernels: any KernelSet.Type, parameters: UnsafePointer<Float>, packed: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>, workspace: UnsafeMutablePointer<Float>,
    scratch: UnsafeMutablePointer<Float>, batch: UnsafeMutablePointer<Float>,
    input: UnsafeMutablePointer<Float>, step: UInt32?, first: Int, count: Int
  ) {
    self.kernels = kernels
    self.parameters = parameters
    self.packed = packed
    self.gradient = gradient
    self.workspace = workspace
    self.scratch = scratch
    self.batch = batch
    self.input = input
    self.step = step
    self.first = first
    self.count = count
  }
}
