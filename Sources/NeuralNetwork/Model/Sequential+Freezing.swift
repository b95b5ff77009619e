extension Sequential {
  /// The same model with other frozen layers: no gradient moves their parameters, and no weight decay.
  ///
  /// - Parameter names: The names of the layers; those that were frozen before and are not named are trained again.
  /// - Throws: `ModelError.layerName` for a name that no layer has.
  public func freezing(_ names: Set<String>) throws(ModelError) -> Sequential {
    try Sequential(
      name: name, input: inputShape, layers: layers, inboundLayers: inboundLayers, frozen: names)
  }

  /// The names of the layers that have parameters, in order: those that can be frozen.
  public var namesWithParameters: [String] {
    layers.indices.filter { !parameterEntries(ofLayer: $0).isEmpty }.map { layers[$0].name }
  }

  /// Refuses names that no layer has.
  static func requireNames(_ names: Set<String>, of layers: [any Layer]) throws(ModelError) {
    let known = layers.map(\.name)
    guard let unknown = names.sorted().first(where: { !known.contains($0) }) else { return }
    let near = nearestName(to: unknown, among: known).map { "; did you mean \"\($0)\"?" } ?? ""
    throw .layerName(unknown, reason: "is none of the model's\(near)")
  }
}

extension ParameterDescription {
  /// The same parameter, moved by no gradient.
  var frozen: ParameterDescription {
    ParameterDescription(
      suffix: suffix, shape: shape, initializer: initializer, fanIn: fanIn, fanOut: fanOut, isTrainable: false
    )
  }
}

extension Parameters {
  /// Takes over the values of all parameters that have the same name and shape in another model.
  ///
  /// - Parameter layer: The name of a layer that is passed over; nil for none.
  public func take(from other: Parameters, except layer: String? = nil) {
    for entry in layout.entries where layer.map({ !entry.name.hasPrefix("\($0)/") }) ?? true {
      guard let source = other.layout[entry.name], source.shape == entry.shape else { continue }
      _ = buffer(of: entry).update(fromContentsOf: other.buffer(of: source))
    }
  }
}
