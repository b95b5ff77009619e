/// The activation functions that have a kernel. (Softmax belongs to the loss.)
@frozen public enum PointwiseFunction: Sendable {
  /// y = z
  case linear
  /// y = max(z, 0)
  case relu
  /// y = min(max(z, 0), 6)
  case relu6
  /// y = 1 / (1 + e⁻ᶻ)
  case sigmoid
  /// y = tanh z
  case tanh
  /// y = z / (1 + e⁻ᶻ)
  case swish

  /// Whether the backward pass needs dy/dz as the forward pass saw it; the others tell it from y.
  @inlinable public var storesDerivative: Bool {
    switch self {
    case .linear, .relu, .relu6: false
    case .sigmoid, .tanh, .swish: true
    }
  }

  /// Whether all inputs below 0 give 0, so that their gradients are 0.
  @inlinable public var isRectified: Bool { self == .relu || self == .relu6 }
}

/// An activation function on a vector, forward and backward.
@usableFromInline protocol PointwiseBody {
  /// y
  static func value<V: Vector>(_ z: V) -> V
  /// dy/dz, from z and y
  static func derivative<V: Vector>(_ z: V, _ y: V) -> V
}

@usableFromInline enum Linear: PointwiseBody {
  @_transparent @usableFromInline static func value<V: Vector>(_ z: V) -> V { z }
  @_transparent @usableFromInline static func derivative<V: Vector>(_ z: V, _ y: V) -> V { V(repeating: 1) }
}

@usableFromInline enum Rectified: PointwiseBody {
  @_transparent @usableFromInline static func value<V: Vector>(_ z: V) -> V { rectified(z) }
  @_transparent @usableFromInline static func derivative<V: Vector>(_ z: V, _ y: V) -> V {
    V.zero.replacing(with: V(repeating: 1), where: V.isGreater(y, V.zero))
  }
}

@usableFromInline enum RectifiedToSix: PointwiseBody {
  @_transparent @usableFromInline static func value<V: Vector>(_ z: V) -> V {
    let y = rectified(z)
    let six = V(repeating: 6)
    return y.replacing(with: six, where: V.isGreater(y, six))
  }
  @_transparent @usableFromInline static func derivative<V: Vector>(_ z: V, _ y: V) -> V {
    V.zero.replacing(with: Rectified.derivative(z, y), where: V.isGreater(V(repeating: 6), y))
  }
}

/// max(z, 0), and not a number where z is not.
@_transparent
@usableFromInline func rectified<V: Vector>(_ z: V) -> V {
  z.replacing(with: V.zero, where: V.isGreater(V.zero, z))
}

@usableFromInline enum Sigmoid: PointwiseBody {
  @_transparent @usableFromInline static func value<V: Vector>(_ z: V) -> V { z.sigmoid() }
  @_transparent @usableFromInline static func derivative<V: Vector>(_ z: V, _ y: V) -> V {
    y * (V(repeating: 1) - y)
  }
}

@usableFromInline enum HyperbolicTangent: PointwiseBody {
  @_transparent @usableFromInline static func value<V: Vector>(_ z: V) -> V { z.hyperbolicTangent() }
  @_transparent @usableFromInline static func derivative<V: Vector>(_ z: V, _ y: V) -> V {
    V(repeating: 1) - y * y
  }
}

@usableFromInline enum Swish: PointwiseBody {
  @_transparent @usableFromInline static func value<V: Vector>(_ z: V) -> V { z * z.sigmoid() }
  /// With s = sigmoid(z) and y = z·s: dy/dz = s + y(1 − s).
  @_transparent @usableFromInline static func derivative<V: Vector>(_ z: V, _ y: V) -> V {
    let s = z.sigmoid()
    return s.addingProduct(of: y, V(repeating: 1) - s)
  }
}
