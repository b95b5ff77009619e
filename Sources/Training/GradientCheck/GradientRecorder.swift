import NeuralNetwork

/// An optimizer that writes the gradient over the weights, w ← g: so the engine's gradients come out as they are, those of
/// batch-wide layers too, whose weights move on the way back.
package struct GradientRecorder: Optimizer {
  /// The name, which no file holds.
  package static let name = "gradient-recorder"

  /// Has no effect.
  package var learningRate = 0.0
  /// Has no effect.
  package var weightDecay: Double?
  /// None.
  package var slotNames: [String] { [] }

  /// A recorder.
  package init() {}

  /// w ← g
  package func update(_ stretch: ParameterStretch, step: Int) {
    stretch.weights.update(from: stretch.gradient, count: stretch.count)
  }
}
