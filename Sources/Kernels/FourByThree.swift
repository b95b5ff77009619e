// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// F(4, 3), from the points 0, ±a, ±b and ∞ with a = 3/4 and b = 3/2.
///
/// The numbers of Bᵀ and Aᵀ are exact in binary, and the errors are a third of those of the points ±1 and ±2 that are
/// found everywhere: with 64 channels twice those of a direct sum.
@frozen public enum FourByThree: WinogradTransform {
  @_transparent
  @usableFromInline static var a: Float { 0.75 }
  @_transparent
  @usableFromInline static var b: Float { 1.5 }
  /// a²
  @_transparent
  @usableFromInline static var aa: Float { 0.5625 }
  /// b²
  @_transparent
  @usableFromInline static var bb: Float { 2.25 }
  /// a² + b²
  @_transparent
  @usableFromInline static var sum: Float { 2.8125 }
  /// a² · b²
  @_transparent
  @usableFromInline static var product: Float { 1.265625 }
  /// 1 / (a² · b²)
  @_transparent
  @usableFromInline static var g0: Float { 64 / 81 }
  /// 1 / (2a² · (a² − b²))
  @_transparent
  @usableFromInline static var gA: Float { -128 / 243 }
  /// 1 / (2b² · (b² − a²))
  @_transparent
  @usableFromInline static var gB: Float { 32 / 243 }

  /// Bᵀ
  @frozen public enum Image: LinearMap {
    @_transparent public static var inputs: Int { 6 }
    @_transparent public static var outputs: Int { 6 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (x0, x1) = (V.load(x), V.load(x + step))
      let (x2, x3) = (V.load(x + 2 &* step), V.load(x + 3 &* step))
      let (x4, x5) = (V.load(x + 4 &* step), V.load(x + 5 &* step))
      let (evenA, oddA) = (
        x4.addingProduct(of: V(repeating: -bb), x2), x3.addingProduct(of: V(repeating: -bb), x1)
      )
      let (evenB, oddB) = (
        x4.addingProduct(of: V(repeating: -aa), x2), x3.addingProduct(of: V(repeating: -aa), x1)
      )
      destination.put(
        x4.addingProduct(of: V(repeating: -sum), x2).addingProduct(of: V(repeating: product), x0), y)
      destination.put(evenA.addingProduct(of: V(repeating: a), oddA), y + yStep)
      destination.put(evenA.addingProduct(of: V(repeating: -a), oddA), y + 2 &* yStep)
      destination.put(evenB.addingProduct(of: V(repeating: b), oddB), y + 3 &* yStep)
      destination.put(evenB.addingProduct(of: V(repeating: -b), oddB), y + 4 &* yStep)
      destination.put(
        x5.addingProduct(of: V(repeating: -sum), x3).addingProduct(of: V(repeating: product), x1),
        y + 5 &* yStep)
    }
  }

  /// B
  @frozen public enum ImageGradient: LinearMap {
    @_transparent public static var inputs: Int { 6 }
    @_transparent public static var outputs: Int { 6 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (t0, t1) = (V.load(x), V.load(x + step))
      let (t2, t3) = (V.load(x + 2 &* step), V.load(x + 3 &* step))
      let (t4, t5) = (V.load(x + 4 &* step), V.load(x + 5 &* step))
      let (evenA, evenB) = (t1 + t2, t3 + t4)
      let (oddA, oddB) = (V(repeating: a) * (t1 - t2), V(repeating: b) * (t3 - t4))
      destination.put(V(repeating: product) * t0, y)
      destination.put(
        (V(repeating: product) * t5).addingProduct(of: V(repeating: -bb), oddA).addingProduct(
          of: V(repeating: -aa), oddB), y + yStep)
      destination.put(
        (V(repeating: -sum) * t0).addingProduct(of: V(repeating: -bb), evenA).addingProduct(
          of: V(repeating: -aa), evenB), y + 2 &* yStep)
      destination.put((oddA + oddB).addingProduct(of: V(repeating: -sum), t5), y + 3 &* yStep)
      destination.put(t0 + (evenA + evenB), y + 4 &* yStep)
      destination.put(t5, y + 5 &* yStep)
    }
  }

  /// G
  @frozen public enum Kernel: LinearMap {
    @_transparent public static var inputs: Int { 3 }
    @_transparent public static var outputs: Int { 6 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (w0, w1) = (V.load(x), V.load(x + step))
      let w2 = V.load(x + 2 &* step)
      let (evenA, oddA) = (w0.addingProduct(of: V(repeating: aa), w2), V(repeating: a) * w1)
      let (evenB, oddB) = (w0.addingProduct(of: V(repeating: bb), w2), V(repeating: b) * w1)
      destination.put(V(repeating: g0) * w0, y)
      destination.put(V(repeating: gA) * (evenA + oddA), y + yStep)
      destination.put(V(repeating: gA) * (evenA - oddA), y + 2 &* yStep)
      destination.put(V(repeating: gB) * (evenB + oddB), y + 3 &* yStep)
      destination.put(V(repeating: gB) * (evenB - oddB), y + 4 &* yStep)
      destination.put(w2, y + 5 &* yStep)
    }
  }

  /// Gᵀ
  @frozen public enum KernelGradient: LinearMap {
    @_transparent public static var inputs: Int { 6 }
    @_transparent public static var outputs: Int { 3 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (u0, u1) = (V.load(x), V.load(x + step))
      let (u2, u3) = (V.load(x + 2 &* step), V.load(x + 3 &* step))
      let (u4, u5) = (V.load(x + 4 &* step), V.load(x + 5 &* step))
      let (evenA, evenB) = (V(repeating: gA) * (u1 + u2), V(repeating: gB) * (u3 + u4))
      let (oddA, oddB) = (V(repeating: gA) * (u1 - u2), V(repeating: gB) * (u3 - u4))
      destination.put((evenA + evenB).addingProduct(of: V(repeating: g0), u0), y)
      destination.put((V(repeating: a) * oddA).addingProduct(of: V(repeating: b), oddB), y + yStep)
      destination.put(
        u5.addingProduct(of: V(repeating: aa), evenA).addingProduct(of: V(repeating: bb), evenB),
        y + 2 &* yStep)
    }
  }

  /// Aᵀ
  @frozen public enum Output: LinearMap {
    @_transparent public static var inputs: Int { 6 }
    @_transparent public static var outputs: Int { 4 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (m0, m1) = (V.load(x), V.load(x + step))
      let (m2, m3) = (V.load(x + 2 &* step), V.load(x + 3 &* step))
      let (m4, m5) = (V.load(x + 4 &* step), V.load(x + 5 &* step))
      let (evenA, evenB) = (m1 + m2, m3 + m4)
      let (oddA, oddB) = (V(repeating: a) * (m1 - m2), V(repeating: b) * (m3 - m4))
      destination.put(m0 + (evenA + evenB), y)
      destination.put(oddA + oddB, y + yStep)
      destination.put((V(repeating: aa) * evenA).addingProduct(of: V(repeating: bb), evenB), y + 2 &* yStep)
      destination.put(
        m5.addingProduct(of: V(repeating: aa), oddA).addingProduct(of: V(repeating: bb), oddB), y + 3 &* yStep
      )
    }
  }

  /// A
  @frozen public enum OutputGradient: LinearMap {
    @_transparent public static var inputs: Int { 4 }
    @_transparent public static var outputs: Int { 6 }

    @_transparent public static func apply<D: VectorDestination>(
      _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D
    ) {
      typealias V = D.V
      let (y0, y1) = (V.load(x), V.load(x + step))
      let (y2, y3) = (V.load(x + 2 &* step), V.load(x + 3 &* step))
      let (evenA, oddA) = (
        y0.addingProduct(of: V(repeating: aa), y2),
        V(repeating: a) * y1.addingProduct(of: V(repeating: aa), y3)
      )
      let (evenB, oddB) = (
        y0.addingProduct(of: V(repeating: bb), y2),
        V(repeating: b) * y1.addingProduct(of: V(repeating: bb), y3)
      )
      destination.put(y0, y)
      destination.put(evenA + oddA, y + yStep)
      destination.put(evenA - oddA, y + 2 &* yStep)
      destination.put(evenB + oddB, y + 3 &* yStep)
      destination.put(evenB - oddB, y + 4 &* yStep)
      destination.put(y3, y + 5 &* yStep)
    }
  }
}
