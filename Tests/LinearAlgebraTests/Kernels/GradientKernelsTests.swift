import Kernels
import LinearAlgebra
import Testing

@Suite struct GradientKernelsTests {
  /// An image, a kernel and how it moves: what both directions run over.
  struct Geometry: Sendable {
    var size: (height: Int, width: Int, channels: Int)
    var kernel: (Int, Int)
    var strides = (1, 1)
    var dilation = (1, 1)

    var shape: Shape { [1, size.height, size.width, size.channels] }
    var window: WindowShape {
      WindowShape(
        height: size.height, width: size.width, kernel: kernel, strides: strides, dilation: dilation,
        padding: .valid)
    }
    var columns: Int { window.taps * size.channels }

    /// The patches of one row of outputs.
    func row(_ index: Int, of image: UnsafeMutablePointer<Float>) -> PatchRow {
      let rowStride = size.width * size.channels
      return PatchRow(
        image: image + index * strides.0 * rowStride, kernelRow: dilation.0 * rowStride,
        kernelColumn: dilation.1 * size.channels, step: strides.1 * size.channels, rows: kernel.0,
        columns: kernel.1, channels: size.channels, patches: window.horizontal.output)
    }
  }

  static let geometries: [Geometry] = [1, 3, 5, 16, 17, 33].flatMap { channels in
    [
      Geometry(size: (1, 1, channels), kernel: (1, 1)),
      Geometry(size: (6, 7, channels), kernel: (3, 3)),
      Geometry(size: (5, 9, channels), kernel: (5, 2), strides: (1, 3)),
      Geometry(size: (8, 8, channels), kernel: (2, 4), strides: (2, 1), dilation: (3, 2)),
      Geometry(size: (4, 5, channels), kernel: (2, 2), strides: (2, 3)),
    ]
  }

  @Test(arguments: geometries)
  func gatherIsIm2col(geometry: Geometry) {
    let image = GuardedFloats(geometry.shape.count) { number($0, 1) }
    let expected = im2col(
      Tensor(shape: geometry.shape, scalars: image.values), kernel: geometry.kernel,
      strides: geometry.strides,
      dilation: geometry.dilation)
    withEveryInstructionSet { _, kernels in
      let matrix = GuardedFloats(expected.shape.count)
      let perRow = geometry.window.horizontal.output * geometry.columns
      for row in 0..<geometry.window.vertical.output {
        kernels.gatherPatches(geometry.row(row, of: image.start), matrix: matrix.start + row * perRow)
      }
      #expect(matrix.holds(expected.scalars))
      return matrix.values
    }
  }

  /// Multiples of 1/4 add up without rounding, in any order.
  @Test(arguments: geometries, [0, 3])
  func scatterIsCol2im(geometry: Geometry, gap: Int) {
    let window = geometry.window
    let (rows, columns) = (window.vertical.output * window.horizontal.output, geometry.columns)
    let matrixRow = columns + gap
    let matrix = GuardedFloats(rows * matrixRow) { $0 % matrixRow < columns ? coarseNumber($0, 2) : .nan }
    let compact = (0..<rows * columns).map { matrix[$0 / columns * matrixRow + $0 % columns] }
    let sums = col2im(
      Tensor(shape: [rows, columns], scalars: compact), imageShape: geometry.shape, kernel: geometry.kernel,
      strides: geometry.strides, dilation: geometry.dilation)
    withEveryInstructionSet { _, kernels in
      let image = GuardedFloats(geometry.shape.count) { coarseNumber($0, 3) }
      let expected = zip(image.values, sums.scalars).map { $0 + $1 }
      for row in 0..<window.vertical.output {
        kernels.scatterPatches(
          geometry.row(row, of: image.start),
          matrix: matrix.start + row * window.horizontal.output * matrixRow, matrixRow: matrixRow)
      }
      #expect(image.holds(expected))
      return image.values
    }
  }

  /// The lanes' sums in the lanes' order, bit for bit; the lanes are zero afterwards, and what lies between them stays.
  @Test(arguments: [0, 1, 3, 16])
  func reduction(laneCount: Int) {
    for count in awkwardWidths + [0, 257] {
      withEveryInstructionSet { set, kernels in
        let stride = count + 5
        let lanes = GuardedFloats(laneCount * stride) { number($0, 4) }
        let sum = GuardedFloats(count)
        var left = lanes.values
        let expected = (0..<count).map { i -> Float in
          var total: Float = 0
          for lane in 0..<laneCount {
            total += left[lane * stride + i]
            left[lane * stride + i] = 0
          }
          return total * 0.37
        }
        kernels.reduce(
          count: count, lanes: lanes.start, laneStride: stride, laneCount: laneCount, scale: 0.37,
          sum: sum.start)
        #expect(sum.holds(expected), "\(set): \(count)")
        #expect(lanes.holds(left), "\(set): \(count)")
        return sum.values
      }
    }
  }

  @Test func addition() {
    for count in awkwardWidths + [0] {
      withEveryInstructionSet { set, kernels in
        let x = GuardedFloats(count) { number($0, 5) }
        let sum = GuardedFloats(count) { number($0, 6) }
        let expected = zip(sum.values, x.values).map { $0 + $1 }
        kernels.add(count: count, x.start, to: sum.start)
        #expect(sum.holds(expected), "\(set): \(count)")
        return sum.values
      }
    }
  }

  @Test(arguments: [-Float.infinity, 0])
  func limitedSums(low: Float) {
    for count in awkwardWidths + [0] {
      withEveryInstructionSet { set, kernels in
        let x = GuardedFloats(count) { number($0, 5) }
        let y = GuardedFloats(count) { number($0, 6) }
        let z = GuardedFloats(count)
        let expected = zip(x.values, y.values).map { max($0 + $1, low) }
        kernels.sum(count: count, x.start, y.start, low: low, z.start)
        #expect(z.holds(expected), "\(set): \(count)")
        kernels.sum(count: count, x.start, y.start, low: low, y.start)
        #expect(y.holds(expected) && x.isGuarded, "\(set): \(count), in place")
        return z.values
      }
    }
  }

  @Test func scaling() {
    for count in awkwardWidths + [0] {
      withEveryInstructionSet { set, kernels in
        let x = GuardedFloats(count) { number($0, 5) }
        let y = GuardedFloats(count)
        let expected = x.values.map { $0 * 0.3 }
        kernels.scale(count: count, x.start, by: 0.3, y.start)
        #expect(y.holds(expected), "\(set): \(count)")
        kernels.scale(count: count, x.start, by: 0.3, x.start)
        #expect(x.holds(expected), "\(set): \(count), in place")
        return y.values
      }
    }
  }
}
