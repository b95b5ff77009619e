import TrainParallel

/// In what two records of a training differ, as far as its result depends on it.
enum RecordDifferences {
  /// What the result does not depend on, or what is compared in another way: the paths of the same data, the end of the
  /// training, and the environment.
  private static let passedOver: Set = [
    "version", "instruction_set", "model", "data.source", "data.validation", "training.epochs",
    "training.initial_weights",
  ]

  /// What held before there was an option for it: a run of an earlier version can go on.
  private static let formerly: [String: JSON] = [
    "training.loss": "categorical_crossentropy", "training.accumulate": 1, "training.new_head": false,
    "training.frozen": [],
  ]

  /// Each difference as `data.height was 24, is 32`.
  static func between(_ then: JSON, _ now: JSON) -> [String] {
    func text(_ value: JSON?) -> String { value == nil ? "not there" : OptionDifference.text(value) }
    func isFormer(_ difference: OptionDifference) -> Bool {
      difference.first == nil && difference.second == formerly[difference.name]
    }
    return OptionDifference.between(then, now).filter {
      !passedOver.contains($0.name) && !isFormer($0)
    }.map {
      "\($0.name) was \(text($0.first)), is \(text($0.second))"
    }
  }
}
