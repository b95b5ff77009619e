/// The kernels around the products of a Winograd convolution, F(2 × 2, r × r) for r = 3 and 4.
///
/// Each tile of 2 × 2 outputs is computed from (r + 1)² points: transformed pixels times transformed weights, summed
/// over the channels. A point's numbers for many tiles are a matrix of tiles × channels, its weights one of channels ×
/// filters.
public protocol WinogradKernels {
  /// The vector type.
  associatedtype V: Vector

  /// The points of a row of tiles, T = Bᵀ X B.
  ///
  /// - Parameters:
  ///   - taps: r.
  ///   - tiles: The number of tiles side by side.
  ///   - channels: C, a multiple of 16.
  ///   - image: The first pixel that the first tile reads.
  ///   - imageRow: The distance of the image's rows, in floats.
  ///   - points: T of the first tile's first point: C floats a tile.
  ///   - pointStep: The distance of the points.
  ///   - half: Room for what is transformed in one direction: (r + 1)² · 16 floats.
  static func winogradImage(
    taps: Int, tiles: Int, channels: Int, image: UnsafePointer<Float>, imageRow: Int,
    points: UnsafeMutablePointer<Float>, pointStep: Int, half: UnsafeMutablePointer<Float>)

  /// The points of the weights, U = G W Gᵀ.
  ///
  /// - Parameters:
  ///   - taps: r.
  ///   - channels: C.
  ///   - filters: F, a multiple of 16.
  ///   - kernel: W, r × r × C × F.
  ///   - points: U of the first point: C × F.
  ///   - pointStep: The distance of the points.
  ///   - half: Room for what is transformed in one direction: (r + 1)² · 16 floats.
  static func winogradKernel(
    taps: Int, channels: Int, filters: Int, kernel: UnsafePointer<Float>, points: UnsafeMutablePointer<Float>,
    pointStep: Int, half: UnsafeMutablePointer<Float>)

  /// The outputs of a row of tiles, Z = Aᵀ M A + b, two rows of pixels.
  ///
  /// - Parameters:
  ///   - taps: r.
  ///   - tiles: The number of tiles side by side.
  ///   - filters: F, a multiple of 16.
  ///   - points: M of the first tile's first point: F floats a tile.
  ///   - pointStep: The distance of the points.
  ///   - bias: b.
  ///   - output: The first tile's first output: F floats a pixel.
  ///   - outputRow: The distance of the two rows, in floats.
  static func winogradOutput(
    taps: Int, tiles: Int, filters: Int, points: UnsafePointer<Float>, pointStep: Int,
    bias: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, outputRow: Int)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension WinogradKernels {
  @inlinable @inline(__always)
  public static func winogradImage(
    taps: Int, tiles: Int, channels: Int, image: UnsafePointer<Float>, imageRow: Int,
    points: UnsafeMutablePointer<Float>, pointStep: Int, half: UnsafeMutablePointer<Float>
  ) {
    if taps == 3 {
      transform(TwoByThree.self, tiles, channels, image, imageRow, points, pointStep, half)
    } else {
      transform(TwoByFour.self, tiles, channels, image, imageRow, points, pointStep, half)
    }
  }

  @inlinable @inline(__always)
  static func transform<T: WinogradTransform>(
    _: T.Type, _ tiles: Int, _ channels: Int, _ image: UnsafePointer<Float>, _ imageRow: Int,
    _ points: UnsafeMutablePointer<Float>, _ pointStep: Int, _ half: UnsafeMutablePointer<Float>
  ) {
    let row = T.points &* V.width
    for tile in 0..<tiles {
      var channel = 0
      while channel < channels {
        let pixel = image + (2 &* tile &* channels &+ channel)
        let point = points + (tile &* channels &+ channel)
        for j in 0..<T.points {
          T.image(V.self, pixel + j &* channels, imageRow, half + j &* V.width, row)
        }
        for i in 0..<T.points {
          T.image(V.self, half + i &* row, V.width, point + i &* T.points &* pointStep, pointStep)
        }
        channel &+= V.width
      }
    }
  }

  @inlinable @inline(__always)
  public static func winogradKernel(
    taps: Int, channels: Int, filters: Int, kernel: UnsafePointer<Float>, points: UnsafeMutablePointer<Float>,
    pointStep: Int, half: UnsafeMutablePointer<Float>
  ) {
    if taps == 3 {
      transform(TwoByThree.self, channels: channels, filters, kernel, points, pointStep, half)
    } else {
      transform(TwoByFour.self, channels: channels, filters, kernel, points, pointStep, half)
    }
  }

  @inlinable @inline(__always)
  static func transform<T: WinogradTransform>(
    _: T.Type, channels: Int, _ filters: Int, _ kernel: UnsafePointer<Float>,
    _ points: UnsafeMutablePointer<Float>, _ pointStep: Int, _ half: UnsafeMutablePointer<Float>
  ) {
    let matrix = channels &* filters
    let row = T.taps &* V.width
    var place = 0
    while place < matrix {
      for q in 0..<T.taps {
        T.kernel(V.self, kernel + (q &* matrix &+ place), T.taps &* matrix, half + q &* V.width, row)
      }
      for i in 0..<T.points {
        T.kernel(
          V.self, half + i &* row, V.width, points + (place &+ i &* T.points &* pointStep), pointStep)
      }
      place &+= V.width
    }
  }

  @inlinable @inline(__always)
  public static func winogradOutput(
    taps: Int, tiles: Int, filters: Int, points: UnsafePointer<Float>, pointStep: Int,
    bias: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, outputRow: Int
  ) {
    if taps == 3 {
      transform(TwoByThree.self, tiles, filters, points, pointStep, bias, output, outputRow)
    } else {
      transform(TwoByFour.self, tiles, filters, points, pointStep, bias, output, outputRow)
    }
  }

  @inlinable @inline(__always)
  static func transform<T: WinogradTransform>(
    _: T.Type, _ tiles: Int, _ filters: Int, _ points: UnsafePointer<Float>, _ pointStep: Int,
    _ bias: UnsafePointer<Float>, _ output: UnsafeMutablePointer<Float>, _ outputRow: Int
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 &* T.points &* V.width) { memory in
      guard let half = memory.baseAddress else { return }
      let row = T.points &* V.width
      for tile in 0..<tiles {
        var filter = 0
        while filter < filters {
          let point = points + (tile &* filters &+ filter)
          let b = V.load(bias + filter)
          for j in 0..<T.points {
            let (upper, lower) = T.output(V.self, point + j &* pointStep, T.points &* pointStep)
            upper.store(half + j &* V.width)
            lower.store(half + row + j &* V.width)
          }
          for i in 0..<2 {
            let (left, right) = T.output(V.self, half + i &* row, V.width)
            let pixel = output + (i &* outputRow &+ 2 &* tile &* filters &+ filter)
            (left + b).store(pixel)
            (right + b).store(pixel + filters)
          }
          filter &+= V.width
        }
      }
    }
  }
}
