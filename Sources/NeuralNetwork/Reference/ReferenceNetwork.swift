import Foundation
import LinearAlgebra

/// Names the masks of one training step.
public struct DropoutStep: Hashable, Sendable {
  /// The seed of the training.
  public let seed: UInt64
  /// The number of the step, from 0.
  public let step: UInt32

  /// Names a step.
  public init(seed: UInt64, step: UInt32) {
    self.seed = seed
    self.step = step
  }
}

/// A model in plain loops of `Double`, forward and backward: what the engine is held to.
///
/// Parameters and their gradients are arrays of `model.parameterLayout.count` numbers, each parameter in its entry's
/// `range`, the gaps zero: they compare with the engine's buffers place by place.
public struct ReferenceNetwork: Sendable {
  /// The loss, the logits before softmax, and the gradients of the loss.
  public struct Gradients: Sendable {
    /// The loss.
    public let loss: Double
    /// The output before the closing softmax, (N, classes).
    public let logits: Tensor<Double>
    /// The gradient of each parameter, placed as the parameters are.
    public let gradients: [Double]
    /// The gradient of the inputs, shaped as they are.
    public let inputGradient: Tensor<Double>
  }

  /// The model.
  public let model: Sequential
  private let layers: [any ReferenceLayer]

  /// Makes the reference of a model.
  ///
  /// - Precondition: All layers are this package's own.
  public init(model: Sequential) {
    self.model = model
    layers = model.logitLayers.map { layer in
      guard let layer = layer as? any ReferenceLayer else {
        preconditionFailure("\(layer.title) has no plain reference")
      }
      return layer
    }
  }

  /// The loss: −Σ wₙ tₙₖ log softmax(logits)ₙₖ / N, softmax taken from the logits.
  ///
  /// - Parameters:
  ///   - parameters: The weights, in the places of the layout.
  ///   - inputs: A batch, (N, H, W, C).
  ///   - targets: The probability of each class, (N, classes): one-hot or soft.
  ///   - sampleWeights: A weight for each sample, or nil for 1. As in Keras, the sum is divided by N, not by theirs.
  ///   - dropout: The step whose masks apply, or nil for inference.
  public func loss(
    parameters: [Double], inputs: Tensor<Double>, targets: Tensor<Double>, sampleWeights: [Double]? = nil,
    dropout: DropoutStep? = nil
  ) -> Double {
    let logits = logits(parameters: parameters, inputs: inputs, dropout: dropout)
    return crossEntropy(logits: logits, targets: targets, sampleWeights: sampleWeights).loss
  }

  /// The output before the closing softmax, (N, classes).
  public func logits(
    parameters: [Double], inputs: Tensor<Double>, dropout: DropoutStep? = nil
  ) -> Tensor<Double> {
    steps(parameters: parameters, inputs: inputs, dropout: dropout).last?.output ?? inputs
  }

  /// The model's own output: the probabilities, where it ends in softmax.
  public func output(parameters: [Double], inputs: Tensor<Double>) -> Tensor<Double> {
    let logits = logits(parameters: parameters, inputs: inputs)
    return model.endsInSoftmax ? ActivationFunction.softmax.step(logits).output : logits
  }

  /// The loss with its gradients, each layer going back as it came.
  public func lossAndGradients(
    parameters: [Double], inputs: Tensor<Double>, targets: Tensor<Double>, sampleWeights: [Double]? = nil,
    dropout: DropoutStep? = nil
  ) -> Gradients {
    let steps = steps(parameters: parameters, inputs: inputs, dropout: dropout)
    let logits = steps.last?.output ?? inputs
    var (loss, dOutput) = crossEntropy(logits: logits, targets: targets, sampleWeights: sampleWeights)
    var gradients = [Double](repeating: 0, count: model.parameterLayout.count)
    for index in steps.indices.reversed() {
      let (dInput, dParameters) = steps[index].pullback(dOutput)
      for (entry, gradient) in zip(model.parameterEntries(ofLayer: index), dParameters) {
        gradients.replaceSubrange(entry.range, with: gradient)
      }
      dOutput = dInput
    }
    return Gradients(loss: loss, logits: logits, gradients: gradients, inputGradient: dOutput)
  }

  private func steps(
    parameters: [Double], inputs: Tensor<Double>, dropout: DropoutStep?
  ) -> [ReferenceStep] {
    precondition(
      parameters.count == model.parameterLayout.count,
      "\(parameters.count) parameters for a layout of \(model.parameterLayout.count)")
    precondition(
      inputs.shape[0] > 0 && Array(inputs.shape.dimensions.dropFirst()) == model.inputShape.dimensions,
      "A batch of shape \(inputs.shape) for a model that takes \(model.inputShape)")
    var value = inputs
    return layers.enumerated().map { index, layer in
      let own = model.parameterEntries(ofLayer: index).map { Array(parameters[$0.range]) }
      let context = ReferenceContext(layerIndex: index, dropout: dropout)
      let step = layer.step(value, parameters: own, context: context)
      value = step.output
      return step
    }
  }
}

/// Softmax cross-entropy from logits: L = −Σ wₙ tₙₖ log pₙₖ / N, and dlogits = wₙ (pₙₖ Σ tₙ − tₙₖ) / N.
///
/// - Shapes: logits and targets (N, ..., classes), weights (N,).
private func crossEntropy(
  logits: Tensor<Double>, targets: Tensor<Double>, sampleWeights: [Double]?
) -> (loss: Double, dLogits: Tensor<Double>) {
  precondition(
    logits.shape == targets.shape, "Targets of shape \(targets.shape) for logits of shape \(logits.shape)")
  let (count, classes) = (logits.shape[0], logits.shape[-1])
  precondition(
    sampleWeights.map { $0.count == count } ?? true, "A weight for each of \(count) samples is due")
  let rowsOfSample = logits.shape.count / count / classes
  var loss = 0.0
  var dLogits = logits
  for row in 0..<count * rowsOfSample {
    let weight = (sampleWeights?[row / rowsOfSample] ?? 1) / Double(count)
    let range = row * classes..<(row + 1) * classes
    let logs = logSoftmax(logits.scalars[range])
    let mass = targets.scalars[range].reduce(0, +)
    for (index, log) in zip(range, logs) {
      let target = targets.scalars[index]
      loss -= weight * target * log
      dLogits.scalars[index] = weight * (exp(log) * mass - target)
    }
  }
  return (loss, dLogits)
}
