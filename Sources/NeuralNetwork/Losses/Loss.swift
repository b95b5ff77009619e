/// What a training makes small, by Keras' names.
///
/// With p the probabilities of the K classes, t the target distribution (one-hot or soft) and w the weight of a sample,
/// the loss of a batch is Σ wₙ Lₙ / N over its N samples; as in Keras it is not divided by the sum of the weights.
///
/// - Source: `keras/src/losses/losses.py`.
public enum Loss: String, Sendable, CaseIterable {
  /// L = −Σₖ tₖ log pₖ, for models that end in softmax.
  case categoricalCrossentropy = "categorical_crossentropy"
  /// L = −t₁ log p₁ − t₀ log p₀ with p₁ = σ(z) and p₀ = 1 − p₁, for models with one output that end in sigmoid: two
  /// classes, of which the output is the probability of the second.
  case binaryCrossentropy = "binary_crossentropy"
  /// L = −Σₖ α (1 − pₖ)^γ tₖ log pₖ with α = 0.25 and γ = 2, for models that end in softmax: what the network is sure of
  /// counts little.
  ///
  /// Keras keeps p within 1e-7 ... 1 − 1e-7, so that beyond it nothing is learnt; here log p is taken from the logits and
  /// needs no such limit.
  case categoricalFocalCrossentropy = "categorical_focal_crossentropy"
  /// L = Σₖ (pₖ − tₖ)² / K, for models that end in softmax.
  case meanSquaredError = "mean_squared_error"

  /// α of the focal loss, Keras' default.
  static let focalAlpha = 0.25

  /// Whether targets may be smoothed: for crossentropies, as in Keras.
  public var allowsLabelSmoothing: Bool { self != .meanSquaredError }
}

extension Sequential {
  /// Whether the model has one output, the probability of the second of two classes: it ends in sigmoid.
  public var isBinary: Bool { outputShape == [1] && closingActivation == .sigmoid }

  /// The loss where none is asked for: binary crossentropy for a model with one output, else categorical crossentropy.
  public var usualLoss: Loss { isBinary ? .binaryCrossentropy : .categoricalCrossentropy }

  /// Refuses a loss that is for another kind of output.
  ///
  /// - Throws: `ModelError.unsuitedLoss`; `ModelError.notAClassifier` where the model is none.
  public func requireClassifier(for loss: Loss) throws(ModelError) {
    try requireClassifier()
    guard isBinary != (loss == .binaryCrossentropy) else { return }
    throw .unsuitedLoss(
      loss,
      reason: isBinary
        ? "is for models that end in softmax; this one has one output, whose loss is "
          + Loss.binaryCrossentropy.rawValue
        : "is for one output that ends in sigmoid; this model has \(classCount) that end in softmax")
  }
}
