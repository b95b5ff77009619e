/// η(s) = f(s): a rate that a function of the program computes.
public struct FunctionSchedule: LearningRateSchedule {
  /// What stands for the function in records: a function cannot describe itself.
  public var name: String
  private let function: @Sendable (Int) -> Double

  /// Creates the schedule.
  ///
  /// - Parameters:
  ///   - name: Names the function with its numbers; a resumed training takes the function for the same if its name is.
  ///   - function: The rate of a step, numbered from 0. It depends on the step alone.
  public init(name: String, _ function: @escaping @Sendable (Int) -> Double) {
    self.name = name
    self.function = function
  }

  /// f(s)
  public func learningRate(step: Int) -> Double {
    let rate = function(step)
    precondition(
      isLearningRate(rate), "\(name) gives step \(step) the rate \(rate): at least 0 and finite is needed")
    return rate
  }

  /// The name.
  public var description: String { name }
}
