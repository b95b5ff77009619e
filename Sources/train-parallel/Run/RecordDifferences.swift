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
    let (old, new) = (leaves(then, ""), leaves(now, ""))
    let earlier = Dictionary(old, uniquingKeysWith: { first, _ in first })
    let later = Dictionary(new, uniquingKeysWith: { first, _ in first })
    let names = new.map(\.0) + old.map(\.0).filter { later[$0] == nil }
    return names.compactMap { name in
      guard !passedOver.contains(name), earlier[name] != later[name] else { return nil }
      return "\(name) was \(earlier[name] ?? "not there"), is \(later[name] ?? "not there")"
    }
  }

  private static func leaves(_ json: JSON, _ name: String) -> [(String, String)] {
    guard let members = json.members else { return [(name, json.text ?? json.description)] }
    return members.flatMap { leaves($0.value, name.isEmpty ? $0.name : "\(name).\($0.name)") }
  }
}
