/// The kernels of the loss.
public protocol LossKernels {
  /// The vector type.
  associatedtype V: Vector

  /// p = softmax(z) = e^(z − max z) / Σ e^(z − max z), for one sample.
  ///
  /// - Parameters:
  ///   - classes: The number of classes.
  ///   - logits: z.
  ///   - probabilities: p; may be the same memory.
  /// - Returns: max z and Σ e^(z − max z), which give log p = z − max z − log Σ.
  static func softmax(
    classes: Int, logits: UnsafePointer<Float>, probabilities: UnsafeMutablePointer<Float>
  ) -> (maximum: Float, sum: Float)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension LossKernels {
  @inlinable @inline(__always)
  public static func softmax(
    classes: Int, logits: UnsafePointer<Float>, probabilities: UnsafeMutablePointer<Float>
  ) -> (maximum: Float, sum: Float) {
    var maximum = logits[0]
    for k in 1..<max(classes, 1) where !(logits[k] <= maximum) { maximum = logits[k] }
    let shift = V(repeating: maximum)
    // The sum runs over the classes in order, whatever the vector's width.
    var sum: Float = 0
    var k = 0
    while k < classes {
      let count = min(classes &- k, V.width)
      let isWhole = count == V.width
      let z = isWhole ? V.load(logits + k) : V.load(logits + k, count: count)
      let e = (z - shift).exponential()
      if isWhole { e.store(probabilities + k) } else { e.store(probabilities + k, count: count) }
      for lane in 0..<count { sum += probabilities[k &+ lane] }
      k &+= count
    }
    for k in 0..<classes { probabilities[k] = probabilities[k] / sum }
    return (maximum, sum)
  }
}
