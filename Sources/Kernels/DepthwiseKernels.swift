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
    var c = 0
    while c < channels {
      let left = channels &- c
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
      c &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func addDepthwiseKernelGradient(
    _ row: PatchRow, dz: UnsafePointer<Float>, to gradient: UnsafeMutablePointer<Float>
  ) {
    let channels = row.channels
    var c = 0
    while c < channels {
      let left = channels &- c
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
      c &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func addDepthwiseImageGradient(
    _ row: PatchRow, weights: UnsafePointer<Float>, dz: UnsafePointer<Float>
  ) {
    let channels = row.channels
    var c = 0
    while c < channels {
      let left = channels &- c
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
      c &+= V.width
    }
  }
}
