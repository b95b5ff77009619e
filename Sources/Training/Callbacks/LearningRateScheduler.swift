/// Sets the learning rate before each epoch to what a function says.
///
/// - Source: `keras/src/callbacks/learning_rate_scheduler.py`
public final class LearningRateScheduler: Callback {
  /// `learning_rate_scheduler`
  public let name = "learning_rate_scheduler"
  private let schedule: (_ epoch: Int, _ learningRate: Double) -> Double

  /// Creates the callback.
  ///
  /// - Parameter schedule: The learning rate of an epoch, counted from 0, from that of the one before.
  public init(_ schedule: @escaping (_ epoch: Int, _ learningRate: Double) -> Double) {
    self.schedule = schedule
  }

  /// Sets the learning rate.
  public func epochBegan(_ epoch: Int, _ trainer: Trainer) throws {
    trainer.learningRate = schedule(epoch, trainer.learningRate)
  }
}
