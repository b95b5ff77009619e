import LinearAlgebra

/// What a PyTorch module gives or takes: a name, the shape of one sample, and how its axes are ordered.
public struct PyTorchValue: Hashable, Sendable {
  /// The name of the module that gives it.
  public var name: String
  /// The shape of one sample with the channels last, whatever the order in PyTorch is.
  public var shape: Shape
  /// Whether the tensor is (N, C, H, W), as PyTorch's convolutions and poolings want it. Only for images.
  public var isChannelsFirst = false
  /// The (height, width, channels) of the image that was flattened with its channels first: the features are in another
  /// order than Keras'. Nil where the order is Keras'.
  public var flattenedImage: Shape?

  /// Describes a value.
  public init(name: String, shape: Shape, isChannelsFirst: Bool = false, flattenedImage: Shape? = nil) {
    precondition(!isChannelsFirst || shape.rank == 3, "Only images have channels first, not \(shape)")
    self.name = name
    self.shape = shape
    self.isChannelsFirst = isChannelsFirst
    self.flattenedImage = flattenedImage
  }

  /// The axis of the channels in the tensor, whose axis 0 is the batch.
  public var channelAxis: Int { isChannelsFirst ? 1 : shape.rank }
}
