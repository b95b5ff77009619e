extension Sequential {
  /// The model with another last dense layer: new outputs for other classes, everything before it as it was.
  ///
  /// A closing `Activation` after the dense layer is replaced, too. The dense layer keeps its name, its bias and its
  /// initializers, and is trained even if it was frozen.
  ///
  /// - Parameters:
  ///   - classes: The number of classes.
  ///   - isBinary: Whether two classes have one output that ends in sigmoid, instead of two that end in softmax.
  /// - Throws: `ModelError.notAClassifier` where the model does not end in a dense layer.
  public func replacingHead(classes: Int, isBinary: Bool = false) throws(ModelError) -> Sequential {
    precondition(classes == 2 || !isBinary && classes > 2, "\(classes) classes have no such head")
    var layers = layers
    if closesWithActivation { layers.removeLast() }
    guard let dense = layers[layers.count - 1] as? Dense else {
      throw .notAClassifier(
        reason: "\(layers[layers.count - 1].title) cannot be given \(classes) outputs")
    }
    layers[layers.count - 1] = Dense(
      isBinary ? 1 : classes, activation: isBinary ? .sigmoid : .softmax, useBias: dense.useBias,
      kernelInitializer: dense.kernelInitializer, biasInitializer: dense.biasInitializer, name: dense.name)
    return try Sequential(
      name: name, input: inputShape, layers: layers, inboundLayers: Array(inboundLayers.prefix(layers.count)),
      frozen: frozen.intersection(layers.dropLast().map(\.name)))
  }

  /// Whether an `Activation` is all that stands behind the layer before it.
  private var closesWithActivation: Bool {
    layers.last is Activation && inboundLayers.last == [layers.count - 2] && layers.count > 1
  }

  /// The layer that `replacingHead` replaces: the last dense one; nil where the model does not end in one.
  public var headName: String? {
    let last = closesWithActivation ? layers[layers.count - 2] : layers[layers.count - 1]
    return (last as? Dense)?.name
  }
}
