/// Where the time of a training step goes: thread time divided by the number of threads, so that the sum is the time
/// of a step.
package struct PhaseSeconds: Hashable, Sendable {
  /// Packing the weights, the layers forward and the loss.
  package let forward: Double
  /// The layers backward.
  package let backward: Double
  /// Summing the lanes' gradients, and the optimizer.
  package let reduceAndUpdate: Double
  /// No task: waiting for other threads, or for the one that leads.
  package let waiting: Double

  /// Reads a clock that has run over some steps.
  ///
  /// - Parameters:
  ///   - clock: The clock.
  ///   - steps: The steps it has run over.
  ///   - seconds: How long they took.
  ///   - threads: The threads that shared them.
  package init(_ clock: PhaseClock, steps: Int, seconds: Double, threads: Int) {
    func perStep(_ phase: PhaseClock.Phase) -> Double {
      clock.seconds(phase) / Double(threads) / Double(steps)
    }
    forward = perStep(.forward)
    backward = perStep(.backward)
    reduceAndUpdate = perStep(.reduceAndUpdate)
    waiting = max(0, seconds / Double(steps) - forward - backward - reduceAndUpdate)
  }

  /// The phases under the names that programs read.
  package var named: [(name: String, seconds: Double)] {
    [
      ("forward", forward), ("backward", backward), ("reduce_and_update", reduceAndUpdate),
      ("waiting", waiting),
    ]
  }

  /// The time of a step.
  package var total: Double { forward + backward + reduceAndUpdate + waiting }
}
