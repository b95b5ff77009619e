/// The kernels between bytes and numbers.
public protocol PixelKernels {
  /// y[i] = scale · x[i], from bytes.
  static func convert(
    count: Int, _ bytes: UnsafePointer<UInt8>, scale: Float, _ floats: UnsafeMutablePointer<Float>)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension PixelKernels {
  @inlinable @inline(__always)
  public static func convert(
    count: Int, _ bytes: UnsafePointer<UInt8>, scale: Float, _ floats: UnsafeMutablePointer<Float>
  ) {
    for i in 0..<count { floats[i] = Float(bytes[i]) * scale }
  }
}
