/// The parts of the four neighbours in a bilinear mean, a factor included.
@frozen public struct BilinearWeights {
  /// w₀₀ = (1 − down)(1 − right) · scale
  public let topLeft: Float
  /// w₀₁ = (1 − down) · right · scale
  public let topRight: Float
  /// w₁₀ = down · (1 − right) · scale
  public let bottomLeft: Float
  /// w₁₁ = down · right · scale
  public let bottomRight: Float

  /// The weights of a point between four pixels.
  ///
  /// - Parameters:
  ///   - down: How far the point lies below the upper row, 0 to 1.
  ///   - right: How far it lies right of the left column, 0 to 1.
  ///   - scale: The factor.
  @inlinable public init(down: Double, right: Double, scale: Float) {
    topLeft = Float((1 - down) * (1 - right)) * scale
    topRight = Float((1 - down) * right) * scale
    bottomLeft = Float(down * (1 - right)) * scale
    bottomRight = Float(down * right) * scale
  }

  @inlinable init(topLeft: Float, topRight: Float, bottomLeft: Float, bottomRight: Float) {
    self.topLeft = topLeft
    self.topRight = topRight
    self.bottomLeft = bottomLeft
    self.bottomRight = bottomRight
  }

  /// The same parts for neighbours whose left and right are exchanged.
  @inlinable public var flipped: BilinearWeights {
    BilinearWeights(
      topLeft: topRight, topRight: topLeft, bottomLeft: bottomRight, bottomRight: bottomLeft)
  }

  /// (w₀₀ a + w₀₁ b) + (w₁₀ c + w₁₁ d), each product and sum rounded by itself.
  @inlinable @inline(__always)
  public func mean(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> Float {
    (Float(a) * topLeft + Float(b) * topRight) + (Float(c) * bottomLeft + Float(d) * bottomRight)
  }
}
