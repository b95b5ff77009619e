import TrainParallel

/// The layers that `--freeze` names.
enum FrozenLayers: Equatable {
  /// The first layers that have weights; with 0 every layer is trained.
  case first(Int)
  /// All that have weights but the last of them.
  case allButLast
  case named([String])

  /// The layers' names in a model.
  ///
  /// - Throws: `ProgramError` for a name that it has not, or where nothing would be left to train.
  func names(in model: Sequential) throws(ProgramError) -> Set<String> {
    let layers = model.namesWithParameters
    let names: [String]
    switch self {
    case .first(let count): names = Array(layers.prefix(count))
    case .allButLast: names = Array(layers.dropLast())
    case .named(let given):
      for name in given where !layers.contains(name) {
        let near =
          nearestName(to: name, among: layers).map { "did you mean \($0)?" } ?? "there are \(list(layers))"
        throw .usage("--freeze \(name): no layer of the model with weights has this name; \(near)")
      }
      names = given
    }
    guard Set(names).count < layers.count else {
      throw .usage("--freeze \(self): nothing is left to train; the layers with weights are \(list(layers))")
    }
    return Set(names)
  }
}

extension FrozenLayers: CustomStringConvertible {
  /// As it is given.
  var description: String {
    switch self {
    case .first(let count): "\(count)"
    case .allButLast: "all-but-last"
    case .named(let names): names.joined(separator: ",")
    }
  }
}

extension ValueReader where Value == FrozenLayers {
  /// A number, `all-but-last`, or names of layers.
  static var frozenLayers: ValueReader {
    ValueReader(
      expected: "the names of layers, a number of them, or all-but-last",
      read: { text in
        if text == "all-but-last" { return .allButLast }
        if let count = Int(text) { return count >= 0 ? .first(count) : nil }
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        return names.contains("") ? nil : .named(names)
      }, text: { "\($0)" })
  }
}
