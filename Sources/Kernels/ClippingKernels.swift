/// The kernels that measure and limit gradients.
///
/// All stretches are whole multiples of 16 floats.
public protocol ClippingKernels {
  /// The vector type.
  associatedtype V: Vector

  /// sums[l] += Σ x[i]² over all i with i mod 16 = l: sixteen sums, whatever the vector's width.
  static func addSquares(count: Int, _ x: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>)

  /// x[i] ← min(max(x[i], −limit), limit); what is not a number stays so.
  static func clamp(count: Int, _ x: UnsafeMutablePointer<Float>, limit: Float)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ClippingKernels {
  @inlinable @inline(__always)
  public static func addSquares(
    count: Int, _ x: UnsafePointer<Float>, to sums: UnsafeMutablePointer<Float>
  ) {
    var lane = 0
    while lane < 16 {
      var sum = V.load(sums + lane)
      var i = lane
      while i < count {
        let number = V.load(x + i)
        sum = sum.addingProduct(of: number, number)
        i &+= 16
      }
      sum.store(sums + lane)
      lane &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func clamp(count: Int, _ x: UnsafeMutablePointer<Float>, limit: Float) {
    let (low, high) = (V(repeating: -limit), V(repeating: limit))
    var i = 0
    while i < count {
      V.load(x + i).maximum(low).minimum(high).store(x + i)
      i &+= V.width
    }
  }
}
