/// The kernels of convolutions that take each channel by itself.
public protocol DepthwiseKernels {
  /// The vector type.
  associatedtype V: Vector

  /// y[p, c] = bias[c] + Σ image at (patch p, kernel row i, kernel column j, c) · weights[i, j, c].
  ///
  /// - Parameters:
  ///   - row: The patches.
  ///   - weights: KH x KW x C.
  ///   - bias: C numbers; nil for none.
  ///   - y: The outputs, pixel after pixel without gaps.
  static func depthwise(
    _ row: PatchRow, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    _ y: UnsafeMutablePointer<Float>)

  /// gradient[i, j, c] += Σ over patches p of image at (p, i, j, c) · dz[p, c].
  static func addDepthwiseKernelGradient(
    _ row: PatchRow, dz: UnsafePointer<Float>, to gradient: UnsafeMutablePointer<Float>)

  /// image at (p, i, j, c) += weights[i, j, c] · dz[p, c].
  static func addDepthwiseImageGradient(
    _ row: PatchRow, weights: UnsafePointer<Float>, dz: UnsafePointer<Float>)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension DepthwiseKernels {
  @inlinable @inline(__always)
  public static func depthwise(
    _ row: PatchRow, weights: UnsafePointer<Float>, bias: UnsafePointer<Float>?,
    _ y: UnsafeMutablePointer<Float>
  ) {
    let channels = row.channels
    @inline(__always) func vector(_ c: Int, _ left: Int) {
      let start = bias.map { load(V.self, $0 + c, left) } ?? V.zero
      var p = 0
      while p < row.patches {
        // Four patches at a time share each weight.
        let step = p &+ 4 <= row.patches ? row.step : 0
        let first = row.image + (p &* row.step &+ c)
        var (s0, s1, s2, s3) = (start, start, start, start)
        for i in 0..<row.rows {
          for j in 0..<row.columns {
            let w = load(V.self, weights + ((i &* row.columns &+ j) &* channels &+ c), left)
            let x = first + (i &* row.kernelRow &+ j &* row.kernelColumn)
            s0 = s0.addingProduct(of: load(V.self, x, left), w)
            if step > 0 {
              s1 = s1.addingProduct(of: load(V.self, x + step, left), w)
              s2 = s2.addingProduct(of: load(V.self, x + 2 &* step, left), w)
              s3 = s3.addingProduct(of: load(V.self, x + 3 &* step, left), w)
            }
          }
        }
        let output = y + (p &* channels &+ c)
        store(s0, output, left)
        if step > 0 {
          store(s1, output + channels, left)
          store(s2, output + 2 &* channels, left)
          store(s3, output + 3 &* channels, left)
        }
        p &+= step > 0 ? 4 : 1
      }
    }
    forEachVector(V.self, of: channels, vector)
  }

  @inlinable @inline(__always)
  public static func addDepthwiseKernelGradient(
    _ row: PatchRow, dz: UnsafePointer<Float>, to gradient: UnsafeMutablePointer<Float>
  ) {
    if row.rows == 3, row.columns == 3 { return addThreeByThreeGradient(row, dz: dz, to: gradient) }
    let channels = row.channels
    @inline(__always) func vector(_ c: Int, _ left: Int) {
      for i in 0..<row.rows {
        for j in 0..<row.columns {
          let x = row.image + (i &* row.kernelRow &+ j &* row.kernelColumn &+ c)
          var (s0, s1) = (V.zero, V.zero)
          var p = 0
          while p &+ 2 <= row.patches {
            let (z0, z1) = (dz + (p &* channels &+ c), dz + ((p &+ 1) &* channels &+ c))
            s0 = s0.addingProduct(of: load(V.self, x + p &* row.step, left), load(V.self, z0, left))
            s1 = s1.addingProduct(of: load(V.self, x + (p &+ 1) &* row.step, left), load(V.self, z1, left))
            p &+= 2
          }
          if p < row.patches {
            s0 = s0.addingProduct(
              of: load(V.self, x + p &* row.step, left), load(V.self, dz + (p &* channels &+ c), left))
          }
          let place = gradient + ((i &* row.columns &+ j) &* channels &+ c)
          store(load(V.self, place, left) + (s0 + s1), place, left)
        }
      }
    }
    forEachVector(V.self, of: channels, vector)
  }

  /// The gradients of nine taps in registers: a pixel's dZ is read once for all.
  @inlinable @inline(__always)
  static func addThreeByThreeGradient(
    _ row: PatchRow, dz: UnsafePointer<Float>, to gradient: UnsafeMutablePointer<Float>
  ) {
    let channels = row.channels
    @inline(__always) func vector(_ c: Int, _ left: Int) {
      var (s0, s1, s2) = (V.zero, V.zero, V.zero)
      var (s3, s4, s5) = (V.zero, V.zero, V.zero)
      var (s6, s7, s8) = (V.zero, V.zero, V.zero)
      for p in 0..<row.patches {
        let z = load(V.self, dz + (p &* channels &+ c), left)
        let upper = row.image + (p &* row.step &+ c)
        let (middle, lower) = (upper + row.kernelRow, upper + 2 &* row.kernelRow)
        let (one, two) = (row.kernelColumn, 2 &* row.kernelColumn)
        s0.addProduct(of: load(V.self, upper, left), z)
        s1.addProduct(of: load(V.self, upper + one, left), z)
        s2.addProduct(of: load(V.self, upper + two, left), z)
        s3.addProduct(of: load(V.self, middle, left), z)
        s4.addProduct(of: load(V.self, middle + one, left), z)
        s5.addProduct(of: load(V.self, middle + two, left), z)
        s6.addProduct(of: load(V.self, lower, left), z)
        s7.addProduct(of: load(V.self, lower + one, left), z)
        s8.addProduct(of: load(V.self, lower + two, left), z)
      }
      addLanes(s0, gradient + c, left)
      addLanes(s1, gradient + (channels &+ c), left)
      addLanes(s2, gradient + (2 &* channels &+ c), left)
      addLanes(s3, gradient + (3 &* channels &+ c), left)
      addLanes(s4, gradient + (4 &* channels &+ c), left)
      addLanes(s5, gradient + (5 &* channels &+ c), left)
      addLanes(s6, gradient + (6 &* channels &+ c), left)
      addLanes(s7, gradient + (7 &* channels &+ c), left)
      addLanes(s8, gradient + (8 &* channels &+ c), left)
    }
    forEachVector(V.self, of: channels, vector)
  }

  @inlinable @inline(__always)
  static func addLanes(_ sum: V, _ place: UnsafeMutablePointer<Float>, _ left: Int) {
    store(load(V.self, place, left) + sum, place, left)
  }

  @inlinable @inline(__always)
  public static func addDepthwiseImageGradient(
    _ row: PatchRow, weights: UnsafePointer<Float>, dz: UnsafePointer<Float>
  ) {
    let channels = row.channels
    @inline(__always) func vector(_ c: Int, _ left: Int) {
      for i in 0..<row.rows {
        for j in 0..<row.columns {
          let w = load(V.self, weights + ((i &* row.columns &+ j) &* channels &+ c), left)
          let x = row.image + (i &* row.kernelRow &+ j &* row.kernelColumn &+ c)
          for p in 0..<row.patches {
            let place = x + p &* row.step
            store(
              load(V.self, place, left).addingProduct(of: w, load(V.self, dz + (p &* channels &+ c), left)),
              place, left)
          }
        }
      }
    }
    forEachVector(V.self, of: channels, vector)
  }
}
