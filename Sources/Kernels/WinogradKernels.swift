/// The kernels around the products of a Winograd convolution, forward and back.
///
/// Each tile of m × m outputs is computed from n² points, n = m + r − 1: transformed pixels times transformed weights,
/// summed over the channels. A point's numbers for many tiles are a matrix of tiles × channels, its weights one of
/// channels × filters.
///
/// Parameters that all of them have: `algorithm`; `tiles`, the number of tiles side by side; `points`, the numbers of the
/// first tile's first point; `pointStep`, the distance of the points; `half`, room for `algorithm.half` floats. Channels
/// and filters are multiples of 16.
public protocol WinogradKernels {
  /// The vector type.
  associatedtype V: Vector

  /// The points of a row of tiles, T = Bᵀ X B.
  ///
  /// - Parameters:
  ///   - image: The first pixel that the first tile reads: C floats a pixel.
  ///   - imageRow: The distance of the image's rows, in floats.
  ///   - points: T: C floats a tile.
  static func winogradImage(
    _ algorithm: WinogradAlgorithm, tiles: Int, channels: Int, image: UnsafePointer<Float>, imageRow: Int,
    points: UnsafeMutablePointer<Float>, pointStep: Int, half: UnsafeMutablePointer<Float>)

  /// The way back of `winogradImage`, dX += B dT Bᵀ.
  ///
  /// - Parameters:
  ///   - points: dT: C floats a tile.
  ///   - image: The first pixel that the first tile has read.
  static func winogradImageGradient(
    _ algorithm: WinogradAlgorithm, tiles: Int, channels: Int, points: UnsafePointer<Float>, pointStep: Int,
    image: UnsafeMutablePointer<Float>, imageRow: Int, half: UnsafeMutablePointer<Float>)

  /// The points of the weights, U = G W Gᵀ, each in panels of `panel` filters.
  ///
  /// - Parameters:
  ///   - kernel: W, r × r × C × F.
  ///   - panel: The filters of a panel, a multiple of a vector's width.
  ///   - points: U: ⌈F / panel⌉ panels of C × panel; what lies behind the last filter is left as it is.
  static func winogradKernel(
    _ algorithm: WinogradAlgorithm, channels: Int, filters: Int, kernel: UnsafePointer<Float>, panel: Int,
    points: UnsafeMutablePointer<Float>, pointStep: Int, half: UnsafeMutablePointer<Float>)

  /// The way back of `winogradKernel`, dW += Gᵀ dU G, for all input channels or some of them.
  ///
  /// - Parameters:
  ///   - count: The numbers of a tap: F for each of the channels.
  ///   - points: dU, one number for each of these.
  ///   - kernel: dW, r × r taps, from the first of the channels on.
  ///   - tapStep: The distance of taps, C · F.
  static func winogradKernelGradient(
    _ algorithm: WinogradAlgorithm, count: Int, points: UnsafePointer<Float>, pointStep: Int,
    kernel: UnsafeMutablePointer<Float>, tapStep: Int, half: UnsafeMutablePointer<Float>)

  /// The outputs of a row of tiles, Z = Aᵀ M A + b, m rows of pixels.
  ///
  /// - Parameters:
  ///   - points: M: F floats a tile.
  ///   - bias: b.
  ///   - output: The first tile's first output: F floats a pixel.
  ///   - outputRow: The distance of the rows of outputs, in floats.
  static func winogradOutput(
    _ algorithm: WinogradAlgorithm, tiles: Int, filters: Int, points: UnsafePointer<Float>, pointStep: Int,
    bias: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, outputRow: Int,
    half: UnsafeMutablePointer<Float>)

  /// The way back of `winogradOutput`, dM = A dZ Aᵀ.
  ///
  /// - Parameters:
  ///   - output: dZ of the first tile's first output.
  ///   - points: dM: F floats a tile.
  static func winogradOutputGradient(
    _ algorithm: WinogradAlgorithm, tiles: Int, filters: Int, output: UnsafePointer<Float>, outputRow: Int,
    points: UnsafeMutablePointer<Float>, pointStep: Int, half: UnsafeMutablePointer<Float>)
}

/// Numbers of two dimensions in memory.
@frozen public struct WinogradPlane {
  @usableFromInline let start: UnsafeMutablePointer<Float>
  @usableFromInline let row: Int
  @usableFromInline let column: Int

  @_transparent
  @usableFromInline init(_ start: UnsafeMutablePointer<Float>, row: Int, column: Int) {
    self.start = start
    self.row = row
    self.column = column
  }

  @_transparent
  @usableFromInline init(_ start: UnsafePointer<Float>, row: Int, column: Int) {
    self.init(UnsafeMutablePointer(mutating: start), row: row, column: column)
  }

  @_transparent
  @usableFromInline func moved(by floats: Int) -> WinogradPlane {
    WinogradPlane(start + floats, row: row, column: column)
  }
}

extension WinogradKernels {
  /// y = M x Mᵀ for the matrix M of a map: down the columns, then along the rows.
  @inlinable @inline(__always)
  static func transform<M: LinearMap, D: VectorDestination>(
    _: M.Type, _ x: WinogradPlane, _ y: WinogradPlane, _ destination: D, _ half: UnsafeMutablePointer<Float>
  ) where D.V == V {
    let row = M.inputs &* V.width
    for j in 0..<M.inputs {
      M.apply(x.start + j &* x.column, x.row, half + j &* V.width, row, Written<V>())
    }
    for i in 0..<M.outputs {
      M.apply(half + i &* row, V.width, y.start + i &* y.row, y.column, destination)
    }
  }

  /// The same for all vectors of channels of a row of tiles.
  @inlinable @inline(__always)
  static func transformTiles<M: LinearMap, D: VectorDestination>(
    _ map: M.Type, _ tiles: Int, _ channels: Int, _ x: WinogradPlane, _ xTile: Int, _ y: WinogradPlane,
    _ yTile: Int, _ half: UnsafeMutablePointer<Float>, _ destination: (Int) -> D
  ) where D.V == V {
    for tile in 0..<tiles {
      var channel = 0
      while channel < channels {
        transform(
          map, x.moved(by: tile &* xTile &+ channel), y.moved(by: tile &* yTile &+ channel),
          destination(channel), half)
        channel &+= V.width
      }
    }
  }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension WinogradKernels {
  @inlinable @inline(__always)
  public static func winogradImage(
    _ algorithm: WinogradAlgorithm, tiles: Int, channels: Int, image: UnsafePointer<Float>, imageRow: Int,
    points: UnsafeMutablePointer<Float>, pointStep: Int, half: UnsafeMutablePointer<Float>
  ) {
    let x = WinogradPlane(image, row: imageRow, column: channels)
    let t = WinogradPlane(points, row: algorithm.reach &* pointStep, column: pointStep)
    let step = algorithm.outputs &* channels
    switch algorithm {
    case .twoByThree:
      transformTiles(TwoByThree.Image.self, tiles, channels, x, step, t, channels, half) { _ in Written() }
    case .twoByFour:
      transformTiles(TwoByFour.Image.self, tiles, channels, x, step, t, channels, half) { _ in Written() }
    case .fourByThree:
      transformTiles(FourByThree.Image.self, tiles, channels, x, step, t, channels, half) { _ in Written() }
    }
  }

  @inlinable @inline(__always)
  public static func winogradImageGradient(
    _ algorithm: WinogradAlgorithm, tiles: Int, channels: Int, points: UnsafePointer<Float>, pointStep: Int,
    image: UnsafeMutablePointer<Float>, imageRow: Int, half: UnsafeMutablePointer<Float>
  ) {
    let t = WinogradPlane(points, row: algorithm.reach &* pointStep, column: pointStep)
    let x = WinogradPlane(image, row: imageRow, column: channels)
    let step = algorithm.outputs &* channels
    switch algorithm {
    case .twoByThree:
      transformTiles(TwoByThree.ImageGradient.self, tiles, channels, t, channels, x, step, half) { _ in
        Added()
      }
    case .twoByFour:
      transformTiles(TwoByFour.ImageGradient.self, tiles, channels, t, channels, x, step, half) { _ in
        Added()
      }
    case .fourByThree:
      transformTiles(FourByThree.ImageGradient.self, tiles, channels, t, channels, x, step, half) { _ in
        Added()
      }
    }
  }

  @inlinable @inline(__always)
  public static func winogradKernel(
    _ algorithm: WinogradAlgorithm, channels: Int, filters: Int, kernel: UnsafePointer<Float>, panel: Int,
    points: UnsafeMutablePointer<Float>, pointStep: Int, half: UnsafeMutablePointer<Float>
  ) {
    let matrix = channels &* filters
    let w = WinogradPlane(kernel, row: algorithm.taps &* matrix, column: matrix)
    let u = WinogradPlane(points, row: algorithm.reach &* pointStep, column: pointStep)
    for channel in 0..<channels {
      var filter = 0
      while filter < filters {
        let (from, to) = (
          w.moved(by: channel &* filters &+ filter),
          u.moved(by: filter / panel &* panel &* channels &+ channel &* panel &+ filter % panel)
        )
        switch algorithm {
        case .twoByThree: transform(TwoByThree.Kernel.self, from, to, Written(), half)
        case .twoByFour: transform(TwoByFour.Kernel.self, from, to, Written(), half)
        case .fourByThree: transform(FourByThree.Kernel.self, from, to, Written(), half)
        }
        filter &+= V.width
      }
    }
  }

  @inlinable @inline(__always)
  public static func winogradKernelGradient(
    _ algorithm: WinogradAlgorithm, count: Int, points: UnsafePointer<Float>, pointStep: Int,
    kernel: UnsafeMutablePointer<Float>, tapStep: Int, half: UnsafeMutablePointer<Float>
  ) {
    let u = WinogradPlane(points, row: algorithm.reach &* pointStep, column: pointStep)
    let w = WinogradPlane(kernel, row: algorithm.taps &* tapStep, column: tapStep)
    switch algorithm {
    case .twoByThree:
      transformTiles(TwoByThree.KernelGradient.self, 1, count, u, 0, w, 0, half) { _ in Added() }
    case .twoByFour:
      transformTiles(TwoByFour.KernelGradient.self, 1, count, u, 0, w, 0, half) { _ in Added() }
    case .fourByThree:
      transformTiles(FourByThree.KernelGradient.self, 1, count, u, 0, w, 0, half) { _ in Added() }
    }
  }

  @inlinable @inline(__always)
  public static func winogradOutput(
    _ algorithm: WinogradAlgorithm, tiles: Int, filters: Int, points: UnsafePointer<Float>, pointStep: Int,
    bias: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, outputRow: Int,
    half: UnsafeMutablePointer<Float>
  ) {
    let m = WinogradPlane(points, row: algorithm.reach &* pointStep, column: pointStep)
    let z = WinogradPlane(output, row: outputRow, column: filters)
    let step = algorithm.outputs &* filters
    switch algorithm {
    case .twoByThree:
      transformTiles(TwoByThree.Output.self, tiles, filters, m, filters, z, step, half) {
        Shifted(by: V.load(bias + $0))
      }
    case .twoByFour:
      transformTiles(TwoByFour.Output.self, tiles, filters, m, filters, z, step, half) {
        Shifted(by: V.load(bias + $0))
      }
    case .fourByThree:
      transformTiles(FourByThree.Output.self, tiles, filters, m, filters, z, step, half) {
        Shifted(by: V.load(bias + $0))
      }
    }
  }

  @inlinable @inline(__always)
  public static func winogradOutputGradient(
    _ algorithm: WinogradAlgorithm, tiles: Int, filters: Int, output: UnsafePointer<Float>, outputRow: Int,
    points: UnsafeMutablePointer<Float>, pointStep: Int, half: UnsafeMutablePointer<Float>
  ) {
    let z = WinogradPlane(output, row: outputRow, column: filters)
    let m = WinogradPlane(points, row: algorithm.reach &* pointStep, column: pointStep)
    let step = algorithm.outputs &* filters
    switch algorithm {
    case .twoByThree:
      transformTiles(TwoByThree.OutputGradient.self, tiles, filters, z, step, m, filters, half) { _ in
        Written()
      }
    case .twoByFour:
      transformTiles(TwoByFour.OutputGradient.self, tiles, filters, z, step, m, filters, half) { _ in
        Written()
      }
    case .fourByThree:
      transformTiles(FourByThree.OutputGradient.self, tiles, filters, z, step, m, filters, half) { _ in
        Written()
      }
    }
  }
}
