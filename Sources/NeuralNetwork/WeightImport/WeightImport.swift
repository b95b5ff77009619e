import LinearAlgebra

/// How the tensors of a file became a model's parameters.
public struct WeightImport: Hashable, Sendable {
  /// How a file lays its tensors out.
  public enum Origin: String, Sendable {
    /// As Keras and this package do: (KH, KW, C, F), (in, out).
    case keras = "Keras"
    /// As PyTorch does: (F, C, KH, KW), (out, in).
    case pyTorch = "PyTorch"
  }

  /// A parameter and the tensor that it was taken from.
  public struct Pair: Hashable, Sendable {
    /// The parameter: `conv2d/kernel`.
    public let parameter: String
    /// The tensor: `features.0.weight`.
    public let tensor: String
  }

  /// How the file lays its tensors out.
  public let origin: Origin
  /// All parameters in order.
  public let pairs: [Pair]
  /// The tensors of the file that no parameter was taken from.
  public let passedOver: [String]
}

extension SafetensorsFile {
  /// Takes a model's parameters from the file: of this program, of Keras or of PyTorch.
  ///
  /// Tensors with the parameters' own names are taken first, also behind the model's name as Keras' paths have them;
  /// others in the file are passed over, and named in the result. Where there are none of these names, each layer takes the first of the file's
  /// modules, in the natural order of their names, that has its tensors' shapes, and none may be left. Whether the
  /// layouts are PyTorch's is told by the name `weight`.
  ///
  /// - Returns: Which parameter was taken from which tensor.
  /// - Throws: `ModelFileError` for what does not fit, with both sides' names and shapes; the parameters are then as
  ///   they were.
  public func importWeights(
    of model: Sequential, into parameters: Parameters
  ) throws(ModelFileError) -> WeightImport {
    let names = parameters.layout.entries.map(\.name)
    if let pairs = try pairsByName(names) {
      try set(pairs.map { ($0, .same) }, in: parameters)
      let taken = Set(pairs.map(\.tensor))
      return WeightImport(
        origin: .keras, pairs: pairs, passedOver: tensorNames.filter { !taken.contains($0) })
    }
    let origin: WeightImport.Origin =
      records.contains { $0.name == "weight" || $0.name.hasSuffix(".weight") } ? .pyTorch : .keras
    let matched = try match(model.weightGroups, origin)
    try set(matched.map { ($0.pair, origin == .pyTorch ? $0.layout : .same) }, in: parameters)
    return WeightImport(origin: origin, pairs: matched.map(\.pair), passedOver: [])
  }

  /// The parameters with the tensors of their own names, or of paths that end in them; nil where the names are another
  /// program's choice.
  ///
  /// - Throws: `ModelFileError` where the paths of two tensors end in the same name.
  private func pairsByName(_ names: [String]) throws(ModelFileError) -> [WeightImport.Pair]? {
    let own = Set(tensorNames)
    if names.contains(where: own.contains) { return names.map { .init(parameter: $0, tensor: $0) } }
    let byPath = Dictionary(grouping: tensorNames) {
      $0.split(separator: "/").suffix(2).joined(separator: "/")
    }
    guard names.allSatisfy({ byPath[$0] != nil }) else { return nil }
    var pairs: [WeightImport.Pair] = []
    for name in names {
      let found = byPath[name] ?? []
      guard found.count == 1 else {
        throw .damaged(
          "\(found.sorted().joined(separator: " and ")) both end in \(name); give the file's tensors the model's names",
          path: path)
      }
      pairs.append(.init(parameter: name, tensor: found[0]))
    }
    return pairs
  }

  /// Gives each group the first module that has its tensors.
  private func match(
    _ groups: [WeightGroup], _ origin: WeightImport.Origin
  ) throws(ModelFileError) -> [(pair: WeightImport.Pair, layout: WeightLayout)] {
    var modules = WeightModule.all(in: records)
    var result: [(WeightImport.Pair, WeightLayout)] = []
    for group in groups {
      guard let place = modules.firstIndex(where: { $0.fits(group, in: origin) }) else {
        throw .damaged(
          "no tensors for \(group.title), which needs \(group.description(in: origin)) as \(origin.rawValue) has them; "
            + (modules.isEmpty ? "all of the file's are taken" : "left are \(Self.list(modules))"), path: path
        )
      }
      let module = modules.remove(at: place)
      for member in group.members {
        for (leaf, record) in module.tensors where leaf == member.name(in: origin) {
          result.append((.init(parameter: member.entry.name, tensor: record.name), member.layout))
        }
      }
    }
    guard modules.isEmpty else {
      throw .damaged("it has tensors that no layer takes: \(Self.list(modules))", path: path)
    }
    return result
  }

  /// The first few modules' tensors.
  private static func list(_ modules: [WeightModule]) -> String {
    modules.prefix(4).map(\.description).joined(separator: ", ") + (modules.count > 4 ? ", ..." : "")
  }

  /// Reads all tensors, then sets all parameters.
  private func set(
    _ pairs: [(pair: WeightImport.Pair, layout: WeightLayout)], in parameters: Parameters
  ) throws(ModelFileError) {
    let shapes = Dictionary(
      parameters.layout.entries.map { ($0.name, $0.shape) }, uniquingKeysWith: { first, _ in first })
    var values: [(String, Tensor<Float>)] = []
    for (pair, layout) in pairs {
      let shape = shapes[pair.parameter] ?? []
      let found = layout == .same ? shape : layout.pyTorchShape(shape)
      let tensor = try tensor(named: pair.tensor, shape: found)
      guard tensor.scalars.allSatisfy(\.isFinite) else {
        throw .damaged("\(pair.tensor) has numbers that are infinite, or none", path: path)
      }
      values.append((pair.parameter, layout.values(tensor, for: shape)))
    }
    for (name, tensor) in values { parameters[name] = tensor }
  }
}
