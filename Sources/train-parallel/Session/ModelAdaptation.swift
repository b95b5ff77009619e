import TrainParallel

/// What becomes of a model before it is trained: its output for a loss and for other classes, its frozen layers.
struct ModelAdaptation {
  /// What its output must be for; nil for any. An architecture by name has one output for binary crossentropy.
  var loss: Loss?
  /// Whether the last dense layer is drawn anew, for the classes of the data.
  var hasNewHead = false
  /// The layers that are not trained; nil for those that the model says.
  var frozen: FrozenLayers?

  /// A trained model with outputs for other classes: one output stays one, and one that is asked for is made.
  func withNewHead(_ model: Sequential, classes: Int) throws(ModelError) -> Sequential {
    let isBinary = classes == 2 && (loss.map { $0 == .binaryCrossentropy } ?? model.isBinary)
    return try model.replacingHead(classes: classes, isBinary: isBinary)
  }
}

extension TrainSettings {
  /// What the options make of a model.
  var adaptation: ModelAdaptation {
    ModelAdaptation(loss: loss, hasNewHead: newHead, frozen: freeze)
  }
}
