import LinearAlgebra

/// How PyTorch lays a parameter out that Keras, and this package, lay out otherwise.
enum WeightLayout: Hashable {
  /// The same numbers in the same order.
  case same
  /// A convolution's kernel: (F, C, KH, KW) for (KH, KW, C, F).
  case convolution
  /// A depthwise kernel: (C · M, 1, KH, KW) for (KH, KW, C, M).
  case depthwise
  /// A dense kernel: (U, K) for (K, U); behind a flattened image (height, width, channels), whose channels PyTorch has
  /// first, the rows change places too.
  case dense(flattenedImage: Shape?)
  /// A number for each feature of a flattened image (height, width, channels), whose channels PyTorch has first.
  case features(flattenedImage: Shape)
  /// Slopes of a rectifier: (C,) for one a channel, (C, H, W) for (H, W, C).
  case slopes

  /// The shape that PyTorch gives a parameter of this shape.
  func pyTorchShape(_ shape: Shape) -> Shape {
    switch self {
    case .same, .features: shape
    case .convolution: [shape[3], shape[2], shape[0], shape[1]]
    case .depthwise: [shape[2] * shape[3], 1, shape[0], shape[1]]
    case .dense: [shape[1], shape[0]]
    case .slopes where shape.count == shape[-1]: [shape.count]
    case .slopes where shape.rank == 3: [shape[2], shape[0], shape[1]]
    case .slopes: shape
    }
  }

  /// PyTorch's numbers in this package's order, for a parameter of a shape.
  func values(_ tensor: Tensor<Float>, for shape: Shape) -> Tensor<Float> {
    switch self {
    case .same: return tensor
    case .convolution: return tensor.transposed([2, 3, 1, 0])
    case .depthwise:
      let split = Tensor(shape: [shape[2], shape[3], shape[0], shape[1]], scalars: tensor.scalars)
      return split.transposed([2, 3, 0, 1])
    case .dense(let image):
      let kernel = tensor.transposed([1, 0])
      return image.map { kernel.rowsChannelsLast(of: $0) } ?? kernel
    case .features(let image):
      let column = Tensor(shape: [shape.count, 1], scalars: tensor.scalars)
      return Tensor(shape: shape, scalars: column.rowsChannelsLast(of: image).scalars)
    case .slopes where tensor.shape.rank == 3 && shape.rank == 3: return tensor.transposed([1, 2, 0])
    case .slopes: return Tensor(shape: shape, scalars: tensor.scalars)
    }
  }
}
