import TrainParallel

/// An option that two runs were made with differently.
struct OptionDifference: Equatable {
  /// Where it stands in the record: `training.learning_rate`.
  var name: String
  /// The two values; nil where a run does not know it.
  var first: JSON?
  var second: JSON?

  /// What stands beside the options in a record: where and when the run was, and its command line, which the options
  /// repeat.
  private static let circumstances = ["environment", "command"]

  /// All options in which two records differ, in the order of the first, then what only the second has.
  static func between(_ first: JSON, _ second: JSON) -> [OptionDifference] {
    let (ofFirst, ofSecond) = (options(first), options(second))
    let second = Dictionary(ofSecond, uniquingKeysWith: { value, _ in value })
    let names = Set(ofFirst.map(\.name))
    let changed = ofFirst.compactMap { name, value in
      second[name] == value ? nil : OptionDifference(name: name, first: value, second: second[name])
    }
    return changed
      + ofSecond.filter { !names.contains($0.name) }.map {
        OptionDifference(name: $0.name, first: nil, second: $0.value)
      }
  }

  /// Values as people read them: a text without its marks.
  static func text(_ value: JSON?) -> String {
    value.map { $0.text ?? $0.description } ?? "-"
  }

  private static func options(_ record: JSON) -> [JSON.Member] {
    values(.object((record.members ?? []).filter { !circumstances.contains($0.name) }))
  }

  /// The values of an object and of all objects within it.
  private static func values(_ record: JSON, below path: String = "") -> [JSON.Member] {
    (record.members ?? []).flatMap { name, value in
      value.members == nil ? [(name: path + name, value: value)] : values(value, below: path + name + ".")
    }
  }
}
