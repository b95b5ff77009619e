import Kernels
import LinearAlgebra
import Testing

@Suite struct NormalizationKernelsTests {
  /// Pixels, channels and the distance of pixels.
  static let shapes = [(1, 1, 1), (4, 3, 3), (7, 5, 6), (9, 16, 16), (5, 17, 20), (32, 33, 33), (3, 64, 64)]

  private func pixels(_ shape: (Int, Int, Int), _ seed: Int) -> GuardedFloats {
    GuardedFloats(shape.0 * shape.2) { number($0, seed) + 3 }
  }

  /// Σ over the pixels, in Double.
  private func sums(_ shape: (Int, Int, Int), _ value: (_ pixel: Int, _ channel: Int) -> Double) -> [Double] {
    (0..<shape.1).map { channel in (0..<shape.0).reduce(0) { $0 + value($1, channel) } }
  }

  @Test(arguments: shapes)
  func sums(pixels: Int, channels: Int, stride: Int) {
    let shape = (pixels, channels, stride)
    withEveryInstructionSet { set, kernels in
      let x = self.pixels(shape, 1)
      let totals = GuardedFloats(channels) { _ in 1 }
      kernels.addSums(
        pixels: pixels, channels: channels, PixelSpan(x.start, stride: stride), to: totals.start)
      let expected = sums(shape) { Double(x[$0 * stride + $1]) }.map { $0 + 1 }
      // One rounding a pixel of sums up to 130.
      let tolerance = Double(pixels + 2) * 130 * unitRoundoff
      let difference = firstDifference(totals.values, expected) { _ in tolerance }
      #expect(difference == nil, "\(set): \(difference ?? "")")
      #expect(totals.isGuarded && x.isGuarded)
      return totals.values
    }
  }

  /// Mean and deviations of a map, row after row, around 0 and so far from it that a sum of squares would lose them.
  @Test(arguments: shapes, [0, 1000] as [Float])
  func moments(shape: (Int, Int, Int), center: Float) {
    let (pixels, channels, stride) = shape
    for rows in [1, 2, 5] {
      let whole = (rows * pixels, channels, stride)
      withEveryInstructionSet { set, kernels in
        let x = GuardedFloats(rows * pixels * stride) { center + number($0, 1) }
        let means = GuardedFloats(channels) { _ in 0 }
        let deviations = GuardedFloats(channels) { _ in 0 }
        for row in 0..<rows {
          kernels.addMoments(
            pixels: pixels, channels: channels, PixelSpan(x.start + row * pixels * stride, stride: stride),
            before: row * pixels, means: means.start, deviations: deviations.start)
        }
        let count = Double(rows * pixels)
        let expected = sums(whole) { Double(x[$0 * stride + $1]) / count }
        let expectedDeviations = sums(whole) {
          let difference = Double(x[$0 * stride + $1]) - expected[$1]
          return difference * difference
        }
        // A rounding for each fourth pixel of a row and four for each row, of means of at most |center| + 1.
        let roundings = Double(pixels / 4 + 4 * rows + 4)
        let meanTolerance = roundings * (Double(center) + 1) * unitRoundoff
        // Of sums of squares of at most 4 a pixel, and twice what a wrong mean of a row adds.
        let tolerance = count * (4 * roundings * unitRoundoff + 4 * meanTolerance)
        let difference =
          firstDifference(means.values, expected) { _ in meanTolerance }
          ?? firstDifference(deviations.values, expectedDeviations) { _ in tolerance }
        #expect(difference == nil, "\(set): \(difference ?? "")")
        #expect(means.isGuarded && deviations.isGuarded && x.isGuarded)
        return means.values + deviations.values
      }
    }
  }

  @Test(arguments: shapes, [(-Float.infinity, Float.infinity), (0, .infinity), (0, 1)])
  func thereAndBack(shape: (Int, Int, Int), limits: (Float, Float)) {
    let (pixels, channels, stride) = shape
    let count = pixels * channels
    let xs = (0..<pixels * stride).map { number($0, 1) + 3 }
    let center = (0..<channels).map { 3 + number($0, 2) / 4 }
    let factor = (0..<channels).map { number($0, 3) }
    let offset = (0..<channels).map { number($0, 4) }
    let slope = (0..<channels).map { number($0, 6) }
    let shift = (0..<channels).map { number($0, 7) }
    let gradients = (0..<count).map { number($0, 5) }
    let differences = (0..<count).map {
      Double(xs[$0 / channels * stride + $0 % channels]) - Double(center[$0 % channels])
    }
    let outputs = (0..<count).map { i -> Double in
      let z = differences[i] * Double(factor[i % channels]) + Double(offset[i % channels])
      return min(max(z, Double(limits.0)), Double(limits.1))
    }
    withEveryInstructionSet { set, kernels in
      let x = GuardedFloats(xs)
      let y = GuardedFloats(count)
      let centers = GuardedFloats(center)
      let factors = GuardedFloats(factor)
      let offsets = GuardedFloats(offset)
      let lines = ChannelLine(centers: centers.start, factors: factors.start, offsets: offsets.start)
      let span = PixelSpan(x.start, stride: stride)
      let outputSpan = PixelSpan(y.start, stride: channels)
      kernels.normalize(
        pixels: pixels, channels: channels, span, lines, low: limits.0, high: limits.1, outputSpan)
      // Three roundings of numbers up to 3.
      let difference = firstDifference(y.values, outputs) { _ in 12 * unitRoundoff }
      #expect(difference == nil, "\(set): \(difference ?? "")")

      let dy = GuardedFloats(gradients)
      let totals = GuardedFloats(channels) { _ in 1 }
      let products = GuardedFloats(channels) { _ in 2 }
      kernels.addNormalizationGradients(
        pixels: pixels, channels: channels, dy: PixelSpan(dy.start, stride: channels), x: span, lines,
        low: limits.0, high: limits.1, sums: totals.start, products: products.start)
      var passed: [Float] = []
      var sums = [Double](repeating: 1, count: channels)
      var productSums = [Double](repeating: 2, count: channels)
      for (i, value) in y.values.enumerated() {
        passed.append(value > limits.0 && value < limits.1 ? gradients[i] : 0)
        sums[i % channels] += Double(passed[i])
        productSums[i % channels] += Double(passed[i]) * differences[i]
      }
      #expect(dy.holds(gradients), "\(set)")
      let tolerance = Double(pixels + 2) * 34 * unitRoundoff
      let sumDifference =
        firstDifference(totals.values, sums) { _ in tolerance }
        ?? firstDifference(products.values, productSums) { _ in tolerance }
      #expect(sumDifference == nil, "\(set): \(sumDifference ?? "")")

      let slopes = GuardedFloats(slope)
      let shifts = GuardedFloats(shift)
      let gradientSpan = PixelSpan(dy.start, stride: channels)
      kernels.normalizeBack(
        pixels: pixels, channels: channels, dy: gradientSpan, x: span, lines, low: limits.0, high: limits.1,
        slopes: slopes.start, shifts: shifts.start, dx: gradientSpan)
      var back: [Double] = []
      for i in 0..<count {
        let c = i % channels
        back.append(
          Double(passed[i]) * Double(factor[c]) + differences[i] * Double(slope[c]) + Double(shift[c]))
      }
      let backDifference = firstDifference(dy.values, back) { _ in 16 * unitRoundoff }
      #expect(backDifference == nil, "\(set): \(backDifference ?? "")")
      #expect(y.isGuarded && dy.isGuarded && totals.isGuarded && products.isGuarded && x.isGuarded)
      return y.values + dy.values + totals.values + products.values
    }
  }

  /// One pixel's layer normalization against the formula, its way back against central differences.
  @Test(arguments: [1, 3, 16, 31, 70], [false, true])
  func normalizePixel(channels: Int, isScaled: Bool) {
    withEveryInstructionSet { set, kernels in
      let x = GuardedFloats(channels) { number($0, 1) + 2 }
      let gamma = GuardedFloats(channels) { number($0, 2) + 1.5 }
      let beta = GuardedFloats(channels) { number($0, 3) }
      let dy = GuardedFloats(channels) { number($0, 4) }
      let y = GuardedFloats(channels)
      let dx = GuardedFloats(channels)
      let dGamma = GuardedFloats(channels) { _ in 1 }
      let dBeta = GuardedFloats(channels) { _ in 2 }
      let (mean, inverse) = kernels.normalizePixel(
        channels: channels, x.start, gamma: isScaled ? gamma.start : nil, beta: isScaled ? beta.start : nil,
        epsilon: 0.01, y.start)
      kernels.normalizePixelBack(
        channels: channels, x.start, mean: mean, inverse: inverse, gamma: isScaled ? gamma.start : nil,
        dy: dy.start, dx: dx.start, dGamma: dGamma.start, dBeta: dBeta.start)
      func normal(_ x: [Double]) -> [Double] {
        let mean = x.reduce(0, +) / Double(channels)
        let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(channels)
        return x.map { ($0 - mean) / (variance + 0.01).squareRoot() }
      }
      func exact(_ x: [Double]) -> [Double] {
        normal(x).enumerated().map { isScaled ? $1 * Double(gamma[$0]) + Double(beta[$0]) : $1 }
      }
      let inputs = x.values.map(Double.init)
      // Sums of up to 70 numbers around 2, divided by deviations of at least 0.1.
      let difference = firstDifference(y.values, exact(inputs)) { _ in 1e-5 }
      #expect(difference == nil, "\(set): \(difference ?? "")")
      let h = 1e-6
      let gradient = (0..<channels).map { c -> Double in
        var (above, below) = (inputs, inputs)
        above[c] += h
        below[c] -= h
        return zip(zip(exact(above), exact(below)), dy.values).reduce(0) {
          $0 + ($1.0.0 - $1.0.1) / (2 * h) * Double($1.1)
        }
      }
      let backDifference =
        firstDifference(dx.values, gradient) { _ in 1e-4 }
        ?? firstDifference(dGamma.values, normal(inputs).enumerated().map { 1 + $1 * Double(dy[$0]) }) { _ in
          1e-5
        }
        ?? firstDifference(dBeta.values, dy.values.map { 2 + Double($0) }) { _ in 4 * unitRoundoff }
      #expect(backDifference == nil, "\(set): \(backDifference ?? "")")
      #expect(y.isGuarded && dx.isGuarded && dGamma.isGuarded && dBeta.isGuarded)
      return y.values + dx.values + dGamma.values + [mean, inverse]
    }
  }
}
