import LinearAlgebra

/// A layer that can be written as nodes of an ONNX graph.
public protocol ONNXLayer: Layer {
  /// Adds the layer's nodes, operators of opset 13, and returns the value that they give.
  ///
  /// - Parameters:
  ///   - graph: The graph; names that are added stand behind the layer's.
  ///   - inputs: What the layer takes; more than one value for a layer that joins branches.
  ///   - parameters: The values of ``Layer/parameters(for:)`` in their order.
  func addNodes(
    to graph: inout ONNXGraph, inputs: [ONNXValue], parameters: [Tensor<Float>]
  ) -> ONNXValue
}
