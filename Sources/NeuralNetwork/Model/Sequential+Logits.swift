extension Sequential {
  /// The layers without the closing softmax or, for one output, sigmoid: what training works on, for its loss is taken from the logits.
  ///
  /// Names, shapes and parameters are the model's own; the last layer's activation is linear. A model that ends
  /// in something else is returned as it is.
  public var logitLayers: [any Layer] {
    layers.dropLast() + [withoutClosing(layers[layers.count - 1])]
  }

  private func withoutClosing(_ layer: any Layer) -> any Layer {
    guard endsInSoftmax || isBinary else { return layer }
    switch layer {
    case let dense as Dense:
      return Dense(
        dense.units, useBias: dense.useBias, kernelInitializer: dense.kernelInitializer,
        biasInitializer: dense.biasInitializer, name: dense.name)
    case let conv as Conv2D:
      return Conv2D(
        conv.filters, kernelSize: conv.kernelSize, strides: conv.strides, padding: conv.padding,
        dilationRate: conv.dilationRate, groups: conv.groups, useBias: conv.useBias,
        kernelInitializer: conv.kernelInitializer, biasInitializer: conv.biasInitializer, name: conv.name)
    default:
      return Activation(.linear, name: layer.name)
    }
  }
}
