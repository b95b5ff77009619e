import LinearAlgebra

/// Tensors of a file whose names differ in the last part only: a layer of Keras, a module of PyTorch.
struct WeightModule {
  /// What their names have in common, without the separator; empty where there is nothing before the last part.
  let name: String
  /// The last parts and the tensors.
  let tensors: [(leaf: String, record: TensorRecord)]

  /// Whether these are the group's tensors, neither more nor fewer, and of its shapes.
  func fits(_ group: WeightGroup, in origin: WeightImport.Origin) -> Bool {
    tensors.count == group.members.count
      && group.members.allSatisfy { member in
        tensors.contains { $0.leaf == member.name(in: origin) && $0.record.shape == member.shape(in: origin) }
      }
  }

  /// The tensors as messages list them.
  var description: String {
    tensors.map { "\($0.record.name) \($0.record.shape)" }.joined(separator: ", ")
  }

  /// The modules of a file in the natural order of their names, in which `conv10` comes behind `conv2`.
  static func all(in records: [TensorRecord]) -> [WeightModule] {
    var modules: [String: [(String, TensorRecord)]] = [:]
    for record in records {
      let separator = record.name.lastIndex { $0 == "." || $0 == "/" }
      let name = separator.map { String(record.name[..<$0]) } ?? ""
      let leaf = separator.map { String(record.name[record.name.index(after: $0)...]) } ?? record.name
      // What PyTorch counts batches with is no weight.
      if leaf != "num_batches_tracked" { modules[name, default: []].append((leaf, record)) }
    }
    return modules.map { WeightModule(name: $0, tensors: $1) }.sorted { isBefore($0.name, $1.name) }
  }

  /// Whether one name comes before another, digits being compared as numbers.
  static func isBefore(_ a: String, _ b: String) -> Bool {
    let (first, second) = (parts(of: a), parts(of: b))
    for (x, y) in zip(first, second) where x != y {
      guard let m = Int(x), let n = Int(y), m != n else { return x < y }
      return m < n
    }
    return first.count < second.count
  }

  /// Runs of digits and of other characters.
  private static func parts(of name: String) -> [String] {
    var parts: [String] = []
    for character in name {
      if let last = parts.last?.last, isDigit(last) == isDigit(character) {
        parts[parts.count - 1].append(character)
      } else {
        parts.append(String(character))
      }
    }
    return parts
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }
}
