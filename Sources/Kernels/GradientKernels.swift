/// The patches of a row of output pixels of a convolution, as rows of the column matrix.
@frozen public struct PatchRow {
  /// The first tap of the first patch.
  public var image: UnsafeMutablePointer<Float>
  /// The distance of the taps of neighbouring kernel rows, in floats.
  public var kernelRow: Int
  /// The distance of the taps of neighbouring kernel columns, in floats.
  public var kernelColumn: Int
  /// The distance of neighbouring patches, in floats.
  public var step: Int
  /// The number of kernel rows.
  public var rows: Int
  /// The number of kernel columns.
  public var columns: Int
  /// The number of channels.
  public var channels: Int
  /// The number of patches.
  public var patches: Int

  /// Describes the patches of a row.
  @inlinable public init(
    image: UnsafeMutablePointer<Float>, kernelRow: Int, kernelColumn: Int, step: Int, rows: Int, columns: Int,
    channels: Int, patches: Int
  ) {
    self.image = image
    self.kernelRow = kernelRow
    self.kernelColumn = kernelColumn
    self.step = step
    self.rows = rows
    self.columns = columns
    self.channels = channels
    self.patches = patches
  }

  /// The floats of a run of a kernel row and the number of its runs: taps side by side in memory are one.
  @_transparent
  @usableFromInline var runs: (length: Int, count: Int) {
    kernelColumn == channels ? (columns &* channels, 1) : (channels, columns)
  }
}

/// The kernels between the column matrix and the image, and those that sum gradients.
public protocol GradientKernels {
  /// The vector type.
  associatedtype V: Vector

  /// im2col: matrix[p, (i, j, c)] = image at patch p, kernel row i, kernel column j, channel c.
  static func gatherPatches(_ row: PatchRow, matrix: UnsafeMutablePointer<Float>)

  /// col2im: image at patch p, kernel row i, kernel column j, channel c += matrix[p, (i, j, c)].
  ///
  /// - Parameters:
  ///   - row: The patches.
  ///   - matrix: The column matrix.
  ///   - matrixRow: The distance of its rows.
  static func scatterPatches(_ row: PatchRow, matrix: UnsafePointer<Float>, matrixRow: Int)

  /// sum = scale · Σₗ lanes[l], and the lanes become zero.
  ///
  /// - Parameters:
  ///   - count: The number of elements.
  ///   - lanes: The first lane's elements.
  ///   - laneStride: The distance of the lanes.
  ///   - laneCount: The number of lanes, summed in order.
  ///   - scale: What the sum is multiplied by.
  ///   - sum: The result.
  static func reduce(
    count: Int, lanes: UnsafeMutablePointer<Float>, laneStride: Int, laneCount: Int, scale: Float,
    sum: UnsafeMutablePointer<Float>)

  /// sum[i] += x[i]
  static func add(count: Int, _ x: UnsafePointer<Float>, to sum: UnsafeMutablePointer<Float>)

  /// z[i] = max(x[i] + y[i], low); z may be where x or y is.
  static func sum(
    count: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, low: Float,
    _ z: UnsafeMutablePointer<Float>)

  /// y[i] = x[i] · scale
  static func scale(count: Int, _ x: UnsafePointer<Float>, by scale: Float, _ y: UnsafeMutablePointer<Float>)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension GradientKernels {
  @inlinable @inline(__always)
  public static func gatherPatches(_ row: PatchRow, matrix: UnsafeMutablePointer<Float>) {
    let (run, runs) = row.runs
    var destination = matrix
    for patch in 0..<row.patches {
      for i in 0..<row.rows {
        for j in 0..<runs {
          let source = row.image + (patch &* row.step &+ i &* row.kernelRow &+ j &* row.kernelColumn)
          var k = 0
          while k &+ V.width <= run {
            V.load(source + k).store(destination + k)
            k &+= V.width
          }
          while k < run {
            destination[k] = source[k]
            k &+= 1
          }
          destination += run
        }
      }
    }
  }

  @inlinable @inline(__always)
  public static func scatterPatches(
    _ row: PatchRow, matrix: UnsafePointer<Float>, matrixRow: Int
  ) {
    let (run, runs) = row.runs
    for patch in 0..<row.patches {
      var source = matrix + patch &* matrixRow
      for i in 0..<row.rows {
        for j in 0..<runs {
          let destination = row.image + (patch &* row.step &+ i &* row.kernelRow &+ j &* row.kernelColumn)
          var k = 0
          while k &+ V.width <= run {
            (V.load(destination + k) + V.load(source + k)).store(destination + k)
            k &+= V.width
          }
          while k < run {
            destination[k] += source[k]
            k &+= 1
          }
          source += run
        }
      }
    }
  }

  @inlinable @inline(__always)
  public static func reduce(
    count: Int, lanes: UnsafeMutablePointer<Float>, laneStride: Int, laneCount: Int, scale: Float,
    sum: UnsafeMutablePointer<Float>
  ) {
    let factor = V(repeating: scale)
    var i = 0
    while i &+ V.width <= count {
      var total = V.zero
      for lane in 0..<laneCount {
        let place = lanes + (lane &* laneStride &+ i)
        total = total + V.load(place)
        V.zero.store(place)
      }
      (total * factor).store(sum + i)
      i &+= V.width
    }
    while i < count {
      var total: Float = 0
      for lane in 0..<laneCount {
        total += lanes[lane &* laneStride &+ i]
        lanes[lane &* laneStride &+ i] = 0
      }
      sum[i] = total * scale
      i &+= 1
    }
  }

  @inlinable @inline(__always)
  public static func add(count: Int, _ x: UnsafePointer<Float>, to sum: UnsafeMutablePointer<Float>) {
    var i = 0
    while i &+ V.width <= count {
      (V.load(sum + i) + V.load(x + i)).store(sum + i)
      i &+= V.width
    }
    while i < count {
      sum[i] += x[i]
      i &+= 1
    }
  }

  @inlinable @inline(__always)
  public static func sum(
    count: Int, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, low: Float,
    _ z: UnsafeMutablePointer<Float>
  ) {
    let least = V(repeating: low)
    @inline(__always) func limited(_ i: Int, _ count: Int) {
      let sum = load(V.self, x + i, count) + load(V.self, y + i, count)
      // What is not a number stays so.
      store(sum.replacing(with: least, where: V.isGreater(least, sum)), z + i, count)
    }
    forEachVector(V.self, of: count, limited)
  }

  @inlinable @inline(__always)
  public static func scale(
    count: Int, _ x: UnsafePointer<Float>, by scale: Float, _ y: UnsafeMutablePointer<Float>
  ) {
    let factor = V(repeating: scale)
    var i = 0
    while i &+ V.width <= count {
      (V.load(x + i) * factor).store(y + i)
      i &+= V.width
    }
    while i < count {
      y[i] = x[i] * scale
      i &+= 1
    }
  }
}
