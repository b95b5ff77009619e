import Foundation
import LinearAlgebra

/// Names one training step, and with it the masks of dropout.
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
    /// The output before the closing softmax or sigmoid, (N, outputs).
    public let logits: Tensor<Double>
    /// The gradient of each parameter, placed as the parameters are.
    public let gradients: [Double]
    /// The gradient of the inputs, shaped as they are.
    public let inputGradient: Tensor<Double>
    /// The parameters that were given, moving statistics as the step leaves them; the others are the optimizer's to move.
    public let movedParameters: [Double]
  }

  /// The model.
  public let model: Sequential
  /// What its gradients are of.
  public let loss: Loss
  private let layers: [any Layer]

  /// Makes the reference of a model.
  ///
  /// - Parameter loss: What its gradients are of; nil for what the model's output asks for.
  /// - Precondition: All layers are this package's own.
  public init(model: Sequential, loss: Loss? = nil) {
    self.model = model
    self.loss = loss ?? model.usualLoss
    layers = model.logitLayers
    for layer in layers {
      precondition(
        layer is any ReferenceLayer || layer is any ReferenceMergingLayer,
        "\(layer.title) has no plain reference")
    }
  }

  /// The loss: Σ wₙ Lₙ / N, taken from the logits.
  ///
  /// - Parameters:
  ///   - parameters: The weights, in the places of the layout.
  ///   - inputs: A batch, (N, H, W, C).
  ///   - targets: The probability of each class, (N, classes): one-hot or soft.
  ///   - sampleWeights: A weight for each sample, or nil for 1. As in Keras, the sum is divided by N, not by theirs.
  ///   - dropout: The training step whose masks apply, or nil for inference; batch normalization takes the batch's
  ///     statistics in training, the moving ones otherwise.
  public func loss(
    parameters: [Double], inputs: Tensor<Double>, targets: Tensor<Double>, sampleWeights: [Double]? = nil,
    dropout: DropoutStep? = nil
  ) -> Double {
    let logits = logits(parameters: parameters, inputs: inputs, dropout: dropout)
    return self.loss.step(logits: logits, targets: targets, sampleWeights: sampleWeights).loss
  }

  /// The output before the closing softmax or sigmoid, (N, outputs).
  public func logits(
    parameters: [Double], inputs: Tensor<Double>, dropout: DropoutStep? = nil
  ) -> Tensor<Double> {
    steps(parameters: parameters, inputs: inputs, dropout: dropout).last?.output ?? inputs
  }

  /// The model's own output: the probabilities, where it ends in softmax or, for one output, in sigmoid.
  public func output(parameters: [Double], inputs: Tensor<Double>) -> Tensor<Double> {
    let logits = logits(parameters: parameters, inputs: inputs)
    if model.isBinary { return ActivationFunction.sigmoid.step(logits).output }
    return model.endsInSoftmax ? ActivationFunction.softmax.step(logits).output : logits
  }

  /// The loss with its gradients, each layer going back as it came.
  public func lossAndGradients(
    parameters: [Double], inputs: Tensor<Double>, targets: Tensor<Double>, sampleWeights: [Double]? = nil,
    dropout: DropoutStep? = nil
  ) -> Gradients {
    let steps = steps(parameters: parameters, inputs: inputs, dropout: dropout)
    let logits = steps.last?.output ?? inputs
    let (loss, dLogits) = self.loss.step(logits: logits, targets: targets, sampleWeights: sampleWeights)
    var gradients = [Double](repeating: 0, count: model.parameterLayout.count)
    var moved = parameters
    var dInput = Tensor(repeating: 0.0, shape: inputs.shape)
    var dOutputs = steps.map { Tensor(repeating: 0.0, shape: $0.output.shape) }
    dOutputs[steps.count - 1] = dLogits
    for index in steps.indices.reversed() {
      let (dInputs, dParameters) = steps[index].pullback(dOutputs[index])
      let resting = model.parameterEntries(ofLayer: index).filter { !$0.description.isTrainable }
      for (entry, values) in zip(resting, steps[index].movedParameters) {
        moved.replaceSubrange(entry.range, with: values)
      }
      for (entry, gradient) in zip(model.parameterEntries(ofLayer: index), dParameters) {
        gradients.replaceSubrange(entry.range, with: gradient)
      }
      // Who feeds several layers gathers what comes back from each.
      for (place, gradient) in zip(model.inboundLayers[index], dInputs) {
        if place == Sequential.modelInput {
          add(gradient, to: &dInput)
        } else {
          add(gradient, to: &dOutputs[place])
        }
      }
    }
    return Gradients(
      loss: loss, logits: logits, gradients: gradients, inputGradient: dInput, movedParameters: moved)
  }

  /// What a layer did to the outputs of those before it, and the way back.
  private struct Step {
    let output: Tensor<Double>
    let movedParameters: [[Double]]
    let pullback: (_ dOutput: Tensor<Double>) -> (dInputs: [Tensor<Double>], dParameters: [[Double]])
  }

  private func steps(
    parameters: [Double], inputs: Tensor<Double>, dropout: DropoutStep?
  ) -> [Step] {
    precondition(
      parameters.count == model.parameterLayout.count,
      "\(parameters.count) parameters for a layout of \(model.parameterLayout.count)")
    precondition(
      inputs.shape[0] > 0 && Array(inputs.shape.dimensions.dropFirst()) == model.inputShape.dimensions,
      "A batch of shape \(inputs.shape) for a model that takes \(model.inputShape)")
    var steps: [Step] = []
    for (index, layer) in layers.enumerated() {
      let values = model.inboundLayers[index].map {
        $0 == Sequential.modelInput ? inputs : steps[$0].output
      }
      if let layer = layer as? any ReferenceMergingLayer {
        let (output, pullback) = layer.merge(values)
        steps.append(Step(output: output, movedParameters: []) { (pullback($0), []) })
      } else if let layer = layer as? any ReferenceLayer {
        let own = model.parameterEntries(ofLayer: index).map { Array(parameters[$0.range]) }
        // A frozen normalization takes its moving statistics while training, too.
        let isResting = layer is BatchNormalization && model.frozen.contains(layer.name)
        let step = layer.step(
          values[0], parameters: own,
          context: ReferenceContext(layerIndex: index, dropout: isResting ? nil : dropout))
        steps.append(
          Step(output: step.output, movedParameters: step.movedParameters) { dOutput in
            let (dInput, dParameters) = step.pullback(dOutput)
            return ([dInput], dParameters)
          })
      }
    }
    return steps
  }
}

/// Adds a tensor to another one of its shape.
private func add(_ tensor: Tensor<Double>, to sum: inout Tensor<Double>) {
  for index in sum.scalars.indices { sum.scalars[index] += tensor.scalars[index] }
}
