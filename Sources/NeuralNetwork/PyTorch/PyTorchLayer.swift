import LinearAlgebra

/// A layer that can be written as modules of PyTorch.
public protocol PyTorchLayer: Layer {
  /// Adds the layer's modules and returns the value that they give.
  ///
  /// - Parameters:
  ///   - network: The network; the modules that are added have the layer's name.
  ///   - inputs: What the layer takes; more than one value for a layer that joins branches.
  ///   - parameters: The values of ``Layer/parameters(for:)`` in their order.
  func addModules(
    to network: inout PyTorchNetwork, inputs: [PyTorchValue], parameters: [Tensor<Float>]
  ) -> PyTorchValue
}
