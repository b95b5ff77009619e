// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// F(2, 3), from the points 0, 1, −1 and ∞.
@frozen public enum TwoByThree: WinogradTransform {
  /// Bᵀ
  @frozen public enum Image: LinearMap {
    @_transparent public static var inputs: Int { 4 }
    @_transparent public static var outputs: Int { 4 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (x0, x1) = (V.load(x), V.load(x + step))
      let (x2, x3) = (V.load(x + 2 &* step), V.load(x + 3 &* step))
      destination.put(x0 - x2, y)
      destination.put(x1 + x2, y + yStep)
      destination.put(x2 - x1, y + 2 &* yStep)
      destination.put(x3 - x1, y + 3 &* yStep)
    }
  }

  /// B
  @frozen public enum ImageGradient: LinearMap {
    @_transparent public static var inputs: Int { 4 }
    @_transparent public static var outputs: Int { 4 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (t0, t1) = (V.load(x), V.load(x + step))
      let (t2, t3) = (V.load(x + 2 &* step), V.load(x + 3 &* step))
      destination.put(t0, y)
      destination.put(t1 - t2 - t3, y + yStep)
      destination.put(t1 + t2 - t0, y + 2 &* yStep)
      destination.put(t3, y + 3 &* yStep)
    }
  }

  /// G
  @frozen public enum Kernel: LinearMap {
    @_transparent public static var inputs: Int { 3 }
    @_transparent public static var outputs: Int { 4 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (w0, w1) = (V.load(x), V.load(x + step))
      let w2 = V.load(x + 2 &* step)
      let half = V(repeating: 0.5)
      let ends = w0 + w2
      destination.put(w0, y)
      destination.put((ends + w1) * half, y + yStep)
      destination.put((ends - w1) * half, y + 2 &* yStep)
      destination.put(w2, y + 3 &* yStep)
    }
  }

  /// Gᵀ
  @frozen public enum KernelGradient: LinearMap {
    @_transparent public static var inputs: Int { 4 }
    @_transparent public static var outputs: Int { 3 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (u0, u1) = (V.load(x), V.load(x + step))
      let (u2, u3) = (V.load(x + 2 &* step), V.load(x + 3 &* step))
      let half = V(repeating: 0.5)
      let (sum, difference) = ((u1 + u2) * half, (u1 - u2) * half)
      destination.put(u0 + sum, y)
      destination.put(difference, y + yStep)
      destination.put(sum + u3, y + 2 &* yStep)
    }
  }

  /// Aᵀ
  @frozen public enum Output: LinearMap {
    @_transparent public static var inputs: Int { 4 }
    @_transparent public static var outputs: Int { 2 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (m0, m1) = (V.load(x), V.load(x + step))
      let (m2, m3) = (V.load(x + 2 &* step), V.load(x + 3 &* step))
      destination.put(m0 + (m1 + m2), y)
      destination.put((m1 - m2) + m3, y + yStep)
    }
  }

  /// A
  @frozen public enum OutputGradient: LinearMap {
    @_transparent public static var inputs: Int { 2 }
    @_transparent public static var outputs: Int { 4 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (y0, y1) = (V.load(x), V.load(x + step))
      destination.put(y0, y)
      destination.put(y0 + y1, y + yStep)
      destination.put(y0 - y1, y + 2 &* yStep)
      destination.put(y1, y + 3 &* yStep)
    }
  }
}
