/// A dense array of numbers with a shape, stored in row-major order.
///
/// `Tensor` is what programs and tests hold in their hands; the engine itself works on planned memory.
public struct Tensor<Scalar: Sendable>: Sendable {
  /// The sizes along each axis.
  public let shape: Shape

  /// The elements in row-major order.
  public var scalars: [Scalar]

  /// Creates a tensor from its elements.
  ///
  /// - Parameters:
  ///   - shape: The sizes.
  ///   - scalars: `shape.count` elements in row-major order.
  public init(shape: Shape, scalars: [Scalar]) {
    precondition(
      shape.count == scalars.count,
      "A tensor of shape \(shape) has \(shape.count) elements, not \(scalars.count)")
    self.shape = shape
    self.scalars = scalars
  }

  /// Creates a tensor whose elements are all the same.
  public init(repeating scalar: Scalar, shape: Shape) {
    self.init(shape: shape, scalars: Array(repeating: scalar, count: shape.count))
  }

  /// The element at a full set of indices.
  public subscript(indices: Int...) -> Scalar {
    get { scalars[offset(of: indices)] }
    set { scalars[offset(of: indices)] = newValue }
  }

  /// The row-major offset of an element.
  private func offset(of indices: [Int]) -> Int {
    precondition(indices.count == shape.rank, "\(indices.count) indices for a tensor of shape \(shape)")
    return zip(indices, shape.dimensions).reduce(0) { offset, axis in
      precondition(axis.0 >= 0 && axis.0 < axis.1, "Index \(indices) is outside of shape \(shape)")
      return offset * axis.1 + axis.0
    }
  }
}

extension Tensor: Equatable where Scalar: Equatable {}
