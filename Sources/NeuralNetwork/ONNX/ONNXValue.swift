import LinearAlgebra

/// What an ONNX node gives or takes: a name, the shape of one sample, and how the axes of an image are ordered.
public struct ONNXValue: Hashable, Sendable {
  /// The value's name in the graph.
  public var name: String
  /// The shape of one sample with the channels last, whatever the order in the graph is.
  public var shape: Shape
  /// Whether the graph's tensor is (N, C, H, W); ONNX wants convolutions and poolings so. Only for images.
  public var isChannelsFirst: Bool

  /// Describes a value.
  public init(name: String, shape: Shape, isChannelsFirst: Bool = false) {
    precondition(!isChannelsFirst || shape.rank == 3, "Only images have channels first, not \(shape)")
    self.name = name
    self.shape = shape
    self.isChannelsFirst = isChannelsFirst
  }

  /// The axis of the channels in the graph's tensor, whose axis 0 is the batch.
  public var channelAxis: Int { isChannelsFirst ? 1 : shape.rank }
}
