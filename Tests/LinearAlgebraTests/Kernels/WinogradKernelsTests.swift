import Kernels
import LinearAlgebra
import Testing

@Suite struct WinogradKernelsTests {
  /// A row of tiles, and what a correlation is computed from.
  struct Case {
    let taps: Int
    let tiles: Int
    let channels: Int
    let filters: Int

    var points: Int { (taps + 1) * (taps + 1) }
    var width: Int { 2 * tiles + taps - 1 }
    func pixel(_ y: Int, _ x: Int, _ c: Int) -> Int { (y * width + x) * channels + c }
    func weight(_ p: Int, _ q: Int, _ c: Int, _ f: Int) -> Int {
      ((p * taps + q) * channels + c) * filters + f
    }
  }

  static let cases = [3, 4].flatMap { taps in
    [
      Case(taps: taps, tiles: 1, channels: 16, filters: 16),
      Case(taps: taps, tiles: 5, channels: 48, filters: 32),
    ]
  }

  /// Transformed, multiplied point by point and transformed back: the correlation itself.
  @Test(arguments: 0..<cases.count)
  func givesTheCorrelation(_ index: Int) {
    let example = Self.cases[index]
    let (taps, tiles) = (example.taps, example.tiles)
    let (channels, filters) = (example.channels, example.filters)
    let image = GuardedFloats((taps + 1) * example.width * channels) { number($0, 1) }
    let kernel = GuardedFloats(taps * taps * channels * filters) { number($0, 2) }
    let bias = GuardedFloats(filters) { number($0, 3) }
    var expected: [Double] = []
    for y in 0..<2 {
      for x in 0..<2 * tiles {
        for f in 0..<filters {
          var sum = Double(bias[f])
          for p in 0..<taps {
            for q in 0..<taps {
              for c in 0..<channels {
                sum +=
                  Double(image[example.pixel(y + p, x + q, c)]) * Double(kernel[example.weight(p, q, c, f)])
              }
            }
          }
          expected.append(sum)
        }
      }
    }
    withEveryInstructionSet { set, kernels in
      // Gaps between the points show what writes beyond them.
      let pixelStep = tiles * channels + 16
      let weightStep = channels * filters + 16
      let productStep = tiles * filters + 16
      let pixels = GuardedFloats(example.points * pixelStep)
      let weights = GuardedFloats(example.points * weightStep)
      let products = GuardedFloats(example.points * productStep)
      let half = GuardedFloats(16 * example.points)
      kernels.winogradImage(
        taps: taps, tiles: tiles, channels: channels, image: image.start, imageRow: example.width * channels,
        points: pixels.start, pointStep: pixelStep, half: half.start)
      kernels.winogradKernel(
        taps: taps, channels: channels, filters: filters, kernel: kernel.start, points: weights.start,
        pointStep: weightStep, half: half.start)
      for point in 0..<example.points {
        for tile in 0..<tiles {
          for f in 0..<filters {
            var sum: Float = 0
            for c in 0..<channels {
              sum = set.addingProduct(
                sum, pixels[point * pixelStep + tile * channels + c],
                weights[point * weightStep + c * filters + f])
            }
            products[point * productStep + tile * filters + f] = sum
          }
        }
        for i in 1...16 {
          #expect(pixels[(point + 1) * pixelStep - i] == GuardedFloats.poison)
          #expect(weights[(point + 1) * weightStep - i] == GuardedFloats.poison)
        }
      }
      let output = GuardedFloats(2 * 2 * tiles * filters)
      kernels.winogradOutput(
        taps: taps, tiles: tiles, filters: filters, points: products.start, pointStep: productStep,
        bias: bias.start, output: output.start, outputRow: 2 * tiles * filters)
      #expect(half.isGuarded && pixels.isGuarded && weights.isGuarded && output.isGuarded)
      // Sums of taps² · channels products of numbers up to 1. The transforms multiply what is rounded by up to
      // (1 + 1 + 2 + 1)² · 6² for r = 4, but rarely all at once; a fiftieth of that bound is what a wrong
      // coefficient exceeds by far.
      let tolerance = unitRoundoff * Double(taps * taps * channels).squareRoot() * (taps == 3 ? 16 : 64)
      let difference = firstDifference(output.values, expected) { _ in tolerance }
      #expect(difference == nil, "\(set), r = \(taps): \(difference ?? "")")
      return output.values
    }
  }
}
