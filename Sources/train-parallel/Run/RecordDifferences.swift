import TrainParallel

/// In what two records of a training differ, as far as its result depends on it.
enum RecordDifferences {
  /// What the result does not depend on, or what is compared in another way: the paths of the same data, the end of the
  /// training, and the environment.
  private static let passedOver: Set = [
    "version", "instruction_set", "model", "data.source", "data.validation", "training.epochs",
    "training.initial_weights",
  ]

  /// Each difference as `data.height was 24, is 32`.
  static func between(_ then: JSON, _ now: JSON) -> [String] {
    func text(_ value: JSON?) -> String { value == nil ? "not there" : OptionDifference.text(value) }
    return OptionDifference.between(then, now).filter { !passedOver.contains($0.name) }.map {
      "\($0.name) was \(text($0.first)), is \(text($0.second))"
    }
  }
}
