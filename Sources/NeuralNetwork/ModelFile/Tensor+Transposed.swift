import LinearAlgebra

extension Tensor {
  /// The tensor with its axes in another order: axis k of the result is axis `order[k]` of this one.
  ///
  /// - Precondition: The order names each axis once.
  func transposed(_ order: [Int]) -> Tensor {
    precondition(order.sorted() == Array(0..<shape.rank), "\(order) is no order of \(shape.rank) axes")
    var strides = [Int](repeating: 1, count: shape.rank)
    for axis in (0..<max(shape.rank - 1, 0)).reversed() {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    let sizes = order.map { shape[$0] }
    let steps = order.map { strides[$0] }
    var result: [Scalar] = []
    result.reserveCapacity(scalars.count)
    // The places of the result in order: the last axis runs fastest.
    var index = [Int](repeating: 0, count: shape.rank)
    var offset = 0
    for _ in scalars.indices {
      result.append(scalars[offset])
      for axis in sizes.indices.reversed() {
        index[axis] += 1
        offset += steps[axis]
        guard index[axis] == sizes[axis] else { break }
        offset -= steps[axis] * sizes[axis]
        index[axis] = 0
      }
    }
    return Tensor(shape: Shape(sizes), scalars: result)
  }
}
