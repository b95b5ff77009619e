import NeuralNetwork

/// Writes batches to where the engine reads them, as tasks that any thread may run.
///
/// The feeder holds what one batch is: which samples, of which epoch, into which of the two input buffers. The engine
/// runs its tasks behind those of the batch before.
package final class BatchFeeder: @unchecked Sendable {
  /// The most tasks of a batch.
  private static let mostTasks = 32

  private let plan: NetworkPlan
  private let source: any SampleSource
  private let labelSmoothing: Float
  private var samples: ArraySlice<Int> = []
  private var epoch = 0
  private var buffer: UnsafeMutablePointer<Float>

  package init(
    plan: NetworkPlan, source: any SampleSource, buffer: UnsafeMutablePointer<Float>,
    labelSmoothing: Double = 0
  ) {
    self.plan = plan
    self.source = source
    self.labelSmoothing = Float(labelSmoothing)
    self.buffer = buffer
  }

  /// Sets what the tasks write next.
  package func aim(at samples: ArraySlice<Int>, epoch: Int, buffer: UnsafeMutablePointer<Float>) {
    self.samples = samples
    self.epoch = epoch
    self.buffer = buffer
  }

  /// The number of tasks of the batch aimed at.
  var taskCount: Int { min(samples.count, Self.mostTasks) }

  /// Writes the images, targets and weights of one part of the batch.
  func run(task: Int) {
    let tasks = taskCount
    for position in samples.count * task / tasks..<samples.count * (task + 1) / tasks {
      let sample = samples[samples.startIndex + position]
      let place = plan.inputPlace(of: position, in: buffer)
      source.write(sample: sample, epoch: epoch, to: place.pixels, rowStride: place.rowStride)
      let target = plan.target(of: position, in: buffer)
      source.writeTarget(sample: sample, epoch: epoch, to: target)
      if labelSmoothing != 0 { smooth(target) }
      plan.weight(of: position, in: buffer)[0] = source.weight(of: sample)
    }
  }

  /// t ← t (1 − s) + s / K
  private func smooth(_ target: UnsafeMutablePointer<Float>) {
    let classes = source.classCount
    for k in 0..<classes {
      target[k] = target[k] * (1 - labelSmoothing) + labelSmoothing / Float(classes)
    }
  }
}
