import LinearAlgebra

/// Parameters of a model that stand together in other programs' files: those of a layer, or of one of its modules.
struct WeightGroup {
  /// A parameter, its name in PyTorch within its module, and its layout there.
  struct Member {
    let entry: ParameterEntry
    let pyTorchName: String
    let layout: WeightLayout

    /// The shape that the file must have.
    func shape(in origin: WeightImport.Origin) -> Shape {
      origin == .pyTorch ? layout.pyTorchShape(entry.shape) : entry.shape
    }

    /// The name that the file must have behind the module's.
    func name(in origin: WeightImport.Origin) -> String {
      origin == .pyTorch ? pyTorchName : entry.description.suffix
    }
  }

  /// The layer as messages call it.
  let title: String
  let members: [Member]

  /// What the group looks like in a file: `weight (6, 3, 5, 5), bias (6,)`.
  func description(in origin: WeightImport.Origin) -> String {
    members.map { "\($0.name(in: origin)) \($0.shape(in: origin))" }.joined(separator: ", ")
  }
}

extension Sequential {
  /// The groups of all layers with parameters, in order.
  var weightGroups: [WeightGroup] {
    layers.indices.flatMap { index -> [WeightGroup] in
      let members = parameterEntries(ofLayer: index).map { member($0, ofLayer: index) }
      guard !members.isEmpty else { return [] }
      let title = layers[index].title
      // PyTorch has two modules for a separable convolution.
      guard layers[index] is SeparableConv2D else { return [WeightGroup(title: title, members: members)] }
      return [
        WeightGroup(title: title, members: Array(members.prefix(1))),
        WeightGroup(title: title, members: Array(members.dropFirst())),
      ]
    }
  }

  private func member(_ entry: ParameterEntry, ofLayer index: Int) -> WeightGroup.Member {
    let image = inputShape(ofLayer: index).rank == 1 ? flattenedImage(before: index) : nil
    let vector: WeightLayout = image.map { .features(flattenedImage: $0) } ?? .same
    let (name, layout): (String, WeightLayout) =
      switch (layers[index], entry.description.suffix) {
      case (is Dense, "kernel"): ("weight", .dense(flattenedImage: image))
      case (is DepthwiseConv2D, "kernel"), (_, "depthwise_kernel"): ("weight", .depthwise)
      case (_, "kernel"), (_, "pointwise_kernel"): ("weight", .convolution)
      case (_, "alpha"): ("weight", image == nil ? .slopes : vector)
      case (_, "gamma"): ("weight", vector)
      case (_, "beta"): ("bias", vector)
      case (_, "moving_mean"): ("running_mean", vector)
      case (_, "moving_variance"): ("running_var", vector)
      case (_, let suffix): (suffix, .same)
      }
    return WeightGroup.Member(entry: entry, pyTorchName: name, layout: layout)
  }

  /// The image whose flattened values reach a layer element by element; nil where there is none, or where its order is
  /// Keras' in PyTorch too.
  private func flattenedImage(before index: Int) -> Shape? {
    var place = inboundLayers[index][0]
    while place != Self.modelInput {
      switch layers[place] {
      case is Flatten:
        let image = inputShape(ofLayer: place)
        let isReordered = image.rank == 3 && image[2] > 1 && image[0] * image[1] > 1
        return isReordered && !hasChannelsLast(inboundLayers[place][0]) ? image : nil
      case is BatchNormalization, is LayerNormalization, is PReLU: break
      case let layer where Self.keepsOrder(layer): break
      default: return nil
      }
      place = inboundLayers[place][0]
    }
    return nil
  }

  /// Whether PyTorch has the channels of a layer's output last, as its `Linear` and `LayerNorm` need them.
  private func hasChannelsLast(_ index: Int) -> Bool {
    var place = index
    while place != Self.modelInput, Self.keepsOrder(layers[place]) { place = inboundLayers[place][0] }
    return place != Self.modelInput && (layers[place] is Dense || layers[place] is LayerNormalization)
  }

  /// Whether a layer does the same to all elements, so that any order of axes will do.
  private static func keepsOrder(_ layer: any Layer) -> Bool {
    switch layer {
    case is Dropout, is Activation, is LeakyReLU, is ELU, is ReLU: true
    case let rescaling as Rescaling: rescaling.scale.count == 1 && rescaling.offset.count == 1
    default: false
    }
  }
}
