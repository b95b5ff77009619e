/// η(s): the size of step s, a function of the step's number alone.
///
/// A schedule is a value and remembers nothing, so that a training that is resumed at any step goes on with the same
/// rates as one that was never stopped. Lengths are in steps.
public protocol LearningRateSchedule: Sendable, CustomStringConvertible {
  /// η(s), at least 0 and finite.
  ///
  /// - Parameter step: The number of the step, from 0: η(0) is the rate of the first one. Steps beyond the end of a
  ///   schedule have the rate of its end.
  func learningRate(step: Int) -> Double

  /// The rule with all its numbers, in words: two schedules that differ are described differently.
  var description: String { get }
}

/// Whether a number can be a learning rate.
func isLearningRate(_ number: Double) -> Bool { number >= 0 && number.isFinite }
