import Kernels
import LinearAlgebra
import Testing

@Suite struct PlanarKernelsTests {
  /// Every pixel's channels at their places, and nothing between the planes is written.
  @Test func separatedPlanes() {
    for channels in [2, 3, 4, 5, 6, 9] {
      for pixels in [1, 4, 8, 15, 16, 17, 33, 70] {
        let x = GuardedFloats(pixels * channels) { number($0, 1) }
        let plane = pixels + 3
        withEveryInstructionSet { set, kernels in
          let planes = GuardedFloats(channels * plane)
          kernels.separatePlanes(
            x.start, pixels: pixels, channels: channels, planes: planes.start, plane: plane)
          let expected = (0..<channels * plane).map { place in
            place % plane < pixels ? x[place % plane * channels + place / plane] : GuardedFloats.poison
          }
          #expect(planes.holds(expected), "\(set): \(pixels) pixels, \(channels) channels")
          return []
        }
      }
    }
  }

  /// The bits of the pooling that reads pixels, for each number of channels and windows; coarse numbers, so that
  /// windows often hold equals, and nothing that may be used behind the last window.
  @Test(arguments: PointwiseFunction.all, [1, 2])
  func pooledPlanes(function: PointwiseFunction, size: Int) {
    for channels in [1, 2, 3, 4, 5, 6, 8, 11] {
      for windows in [1, 2, 8, 14, 16, 17, 40] {
        let width = windows * size
        let row = (width + 31) / 32 * 32
        let plane = size * row + 32
        let z = { (y: Int, x: Int, c: Int) in coarseNumber((y * width + x) * channels + c, 2) * 4 }
        let strip = GuardedFloats(channels * plane) { place in
          let (y, x) = (place % plane / row, place % plane % row)
          return y < size && x < width ? z(y, x, place / plane) : .nan
        }
        let pixels = GuardedFloats(size * width * channels) {
          z($0 / channels / width, $0 / channels % width, $0 % channels)
        }
        let count = windows * channels
        withEveryInstructionSet { set, kernels in
          let (y, choice, slope) = (GuardedFloats(count), GuardedFloats(count), GuardedFloats(count))
          kernels.maxPoolPlanes(
            PlanarStrip(strip.start, plane: plane, row: row, channels: channels), size: size,
            windows: windows,
            function, output: y.start, choice: choice.start, derivative: slope.start)
          let (value, tap, derivative) = (GuardedFloats(count), GuardedFloats(count), GuardedFloats(count))
          kernels.maxPool(
            PoolingRow(
              input: pixels.start, inputRow: width * channels, inputPixel: channels, stride: size,
              windowRows: size, windowColumns: size, choiceRow: size, windows: windows, channels: channels),
            function, output: value.start, choice: tap.start, derivative: derivative.start)
          let holds =
            y.holds(value.values) && choice.holds(tap.values) && slope.holds(derivative.values)
          #expect(holds, "\(set): \(channels) channels, \(windows) windows")
          return y.values + choice.values + slope.values
        }
      }
    }
  }

  /// Without choices and derivatives nothing but y is written.
  @Test func valuesAlone() {
    let strip = GuardedFloats(3 * 32) { number($0, 3) }
    withEveryInstructionSet { set, kernels in
      let y = GuardedFloats(60)
      kernels.maxPoolPlanes(
        PlanarStrip(strip.start, plane: 32, row: 32, channels: 3), size: 1, windows: 20, .relu,
        output: y.start,
        choice: nil, derivative: nil)
      #expect(y.holds((0..<60).map { max(strip[$0 % 3 * 32 + $0 / 3], 0) }), "\(set)")
      return y.values
    }
  }
}
