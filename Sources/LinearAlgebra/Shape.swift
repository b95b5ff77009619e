/// The sizes of a tensor, slowest-varying first.
///
/// The shape of one sample has no batch dimension: an image is `[height, width, channels]`, a feature vector
/// `[count]`.
public struct Shape: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// The size along each axis.
  public var dimensions: [Int]

  /// Creates a shape from its sizes.
  ///
  /// - Parameter dimensions: The sizes, none of them negative.
  public init(_ dimensions: [Int]) {
    precondition(dimensions.allSatisfy { $0 >= 0 }, "A size cannot be negative: \(dimensions)")
    self.dimensions = dimensions
  }

  /// Creates a shape from a literal such as `[28, 28, 1]`.
  public init(arrayLiteral elements: Int...) {
    self.init(elements)
  }

  /// The number of axes.
  public var rank: Int { dimensions.count }

  /// The number of elements: the product of all sizes, 1 for a scalar.
  public var count: Int { dimensions.reduce(1, *) }

  /// The size along one axis; negative axes count from the end.
  public subscript(axis: Int) -> Int {
    dimensions[axis < 0 ? rank + axis : axis]
  }

  /// The shape as Python prints a tuple: `(28, 28, 1)`, `(10,)`.
  public var description: String {
    rank == 1 ? "(\(dimensions[0]),)" : "(\(dimensions.map(String.init).joined(separator: ", ")))"
  }
}
