// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// F(2, 4), from the points 0, 1, −1, 2 and ∞.
@frozen public enum TwoByFour: WinogradTransform {
  /// Bᵀ
  @frozen public enum Image: LinearMap {
    @_transparent public static var inputs: Int { 5 }
    @_transparent public static var outputs: Int { 5 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (x0, x1) = (V.load(x), V.load(x + step))
      let (x2, x3) = (V.load(x + 2 &* step), V.load(x + 3 &* step))
      let x4 = V.load(x + 4 &* step)
      let two = V(repeating: 2)
      let odd = x3 - x1
      destination.put(odd.addingProduct(of: two, x0 - x2), y)
      destination.put(x3 - x2 - two * x1, y + yStep)
      destination.put((x3 + two * x1).addingProduct(of: V(repeating: -3), x2), y + 2 &* yStep)
      destination.put(odd, y + 3 &* yStep)
      destination.put((x4 - x2).addingProduct(of: V(repeating: -2), odd), y + 4 &* yStep)
    }
  }

  /// B
  @frozen public enum ImageGradient: LinearMap {
    @_transparent public static var inputs: Int { 5 }
    @_transparent public static var outputs: Int { 5 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (t0, t1) = (V.load(x), V.load(x + step))
      let (t2, t3) = (V.load(x + 2 &* step), V.load(x + 3 &* step))
      let t4 = V.load(x + 4 &* step)
      let two = V(repeating: 2)
      let far = t3 - two * t4
      destination.put(two * t0, y)
      destination.put((V.zero - (t0 + far)).addingProduct(of: two, t2 - t1), y + yStep)
      destination.put(
        (V.zero - (t1 + t4)).addingProduct(of: V(repeating: -2), t0).addingProduct(of: V(repeating: -3), t2),
        y + 2 &* yStep)
      destination.put((t0 + far) + (t1 + t2), y + 3 &* yStep)
      destination.put(t4, y + 4 &* yStep)
    }
  }

  /// G
  @frozen public enum Kernel: LinearMap {
    @_transparent public static var inputs: Int { 4 }
    @_transparent public static var outputs: Int { 5 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (w0, w1) = (V.load(x), V.load(x + step))
      let (w2, w3) = (V.load(x + 2 &* step), V.load(x + 3 &* step))
      let (half, sixth) = (V(repeating: 0.5), V(repeating: 1 / 6))
      let (even, odd) = (w0 + w2, w1 + w3)
      let far = (w0 + V(repeating: 2) * w1) + (V(repeating: 4) * w2 + V(repeating: 8) * w3)
      destination.put(w0 * half, y)
      destination.put((V.zero - (even + odd)) * half, y + yStep)
      destination.put((odd - even) * sixth, y + 2 &* yStep)
      destination.put(far * sixth, y + 3 &* yStep)
      destination.put(w3, y + 4 &* yStep)
    }
  }

  /// Gᵀ
  @frozen public enum KernelGradient: LinearMap {
    @_transparent public static var inputs: Int { 5 }
    @_transparent public static var outputs: Int { 4 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (u0, u1) = (V.load(x), V.load(x + step))
      let (u2, u3) = (V.load(x + 2 &* step), V.load(x + 3 &* step))
      let u4 = V.load(x + 4 &* step)
      let (half, sixth) = (V(repeating: 0.5), V(repeating: 1 / 6))
      let (near, alternate, far) = (half * u1, sixth * u2, sixth * u3)
      let (minus, plus) = (V.zero - near - alternate, alternate - near)
      destination.put((minus + far).addingProduct(of: half, u0), y)
      destination.put(plus.addingProduct(of: V(repeating: 2), far), y + yStep)
      destination.put(minus.addingProduct(of: V(repeating: 4), far), y + 2 &* yStep)
      destination.put(plus.addingProduct(of: V(repeating: 8), far) + u4, y + 3 &* yStep)
    }
  }

  /// Aᵀ
  @frozen public enum Output: LinearMap {
    @_transparent public static var inputs: Int { 5 }
    @_transparent public static var outputs: Int { 2 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (m0, m1) = (V.load(x), V.load(x + step))
      let (m2, m3) = (V.load(x + 2 &* step), V.load(x + 3 &* step))
      let m4 = V.load(x + 4 &* step)
      destination.put((m0 + m3) + (m1 + m2), y)
      destination.put(((m1 - m2) + m4).addingProduct(of: V(repeating: 2), m3), y + yStep)
    }
  }

  /// A
  @frozen public enum OutputGradient: LinearMap {
    @_transparent public static var inputs: Int { 2 }
    @_transparent public static var outputs: Int { 5 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (y0, y1) = (V.load(x), V.load(x + step))
      destination.put(y0, y)
      destination.put(y0 + y1, y + yStep)
      destination.put(y0 - y1, y + 2 &* yStep)
      destination.put(y0.addingProduct(of: V(repeating: 2), y1), y + 3 &* yStep)
      destination.put(y1, y + 4 &* yStep)
    }
  }
}
