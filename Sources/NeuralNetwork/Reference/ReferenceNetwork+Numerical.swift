import LinearAlgebra

extension ReferenceNetwork {
  /// Gradients by central differences, (L(w + h) − L(w − h)) / 2h: slow, and right without any backward pass.
  ///
  /// The error is of the order h² from the curvature and ε L / h from rounding: about 1e-9 for h = 1e-6.
  ///
  /// - Parameters:
  ///   - parameters: The weights, in the places of the layout.
  ///   - inputs: A batch, (N, H, W, C).
  ///   - targets: The probability of each class, (N, classes).
  ///   - sampleWeights: A weight for each sample, or nil for 1.
  ///   - dropout: The step whose masks apply, or nil for inference.
  ///   - h: How far each number is moved.
  /// - Returns: The gradient of each trainable parameter, placed as the parameters are, and of the inputs.
  public func numericalGradients(
    parameters: [Double], inputs: Tensor<Double>, targets: Tensor<Double>, sampleWeights: [Double]? = nil,
    dropout: DropoutStep? = nil, h: Double = 1e-6
  ) -> (gradients: [Double], inputGradient: Tensor<Double>) {
    func loss(_ parameters: [Double], _ inputs: Tensor<Double>) -> Double {
      self.loss(
        parameters: parameters, inputs: inputs, targets: targets, sampleWeights: sampleWeights,
        dropout: dropout)
    }
    var gradients = [Double](repeating: 0, count: parameters.count)
    var moved = parameters
    for index in model.parameterLayout.entries.filter(\.description.isTrainable).flatMap(\.range) {
      moved[index] = parameters[index] + h
      let above = loss(moved, inputs)
      moved[index] = parameters[index] - h
      gradients[index] = (above - loss(moved, inputs)) / (2 * h)
      moved[index] = parameters[index]
    }
    var inputGradient = inputs
    var movedInputs = inputs
    for index in inputs.scalars.indices {
      movedInputs.scalars[index] = inputs.scalars[index] + h
      let above = loss(parameters, movedInputs)
      movedInputs.scalars[index] = inputs.scalars[index] - h
      inputGradient.scalars[index] = (above - loss(parameters, movedInputs)) / (2 * h)
      movedInputs.scalars[index] = inputs.scalars[index]
    }
    return (gradients, inputGradient)
  }
}

extension Parameters {
  /// The buffer as `Double`, as `ReferenceNetwork` takes it: `layout.count` numbers, gaps included.
  public func doubles() -> [Double] {
    UnsafeBufferPointer(start: values, count: layout.count).map(Double.init)
  }
}
