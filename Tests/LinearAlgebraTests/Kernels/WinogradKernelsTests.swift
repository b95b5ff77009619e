import Kernels
import LinearAlgebra
import Testing

@Suite struct WinogradKernelsTests {
  /// A row of tiles, and what a correlation is computed from.
  struct Case {
    let algorithm: WinogradAlgorithm
    let tiles: Int
    let channels: Int
    let filters: Int

    var taps: Int { algorithm.taps }
    /// The pixels of a row that the tiles read.
    var width: Int { algorithm.outputs * tiles + taps - 1 }
    var inputs: Int { taps * taps * channels }
    var outputWidth: Int { algorithm.outputs * tiles }

    /// Visits every product of the correlation.
    func forEachProduct(_ body: (_ output: Int, _ pixel: Int, _ weight: Int) -> Void) {
      for y in 0..<algorithm.outputs {
        for x in 0..<outputWidth {
          for p in 0..<taps {
            for q in 0..<taps {
              for c in 0..<channels {
                let pixel = ((y + p) * width + x + q) * channels + c
                let weight = ((p * taps + q) * channels + c) * filters
                for f in 0..<filters {
                  body((y * outputWidth + x) * filters + f, pixel, weight + f)
                }
              }
            }
          }
        }
      }
    }
  }

  static let cases = [WinogradAlgorithm.twoByThree, .twoByFour, .fourByThree].flatMap { algorithm in
    [
      Case(algorithm: algorithm, tiles: 1, channels: 16, filters: 16),
      Case(algorithm: algorithm, tiles: 5, channels: 48, filters: 32),
    ]
  }

  /// How far the sums may be off: sums of `terms` products of numbers up to 1 by two transforms and their inverse, whose
  /// coefficients multiply what is rounded. A tenth of what they could in the worst case is what a wrong one exceeds by far.
  private func tolerance(_ terms: Int, _ algorithm: WinogradAlgorithm) -> Double {
    unitRoundoff * Double(terms).squareRoot() * (algorithm == .twoByThree ? 16 : 64)
  }

  /// Transformed, multiplied point by point and transformed back: the correlation itself, and on the way back its
  /// gradients.
  @Test(arguments: 0..<cases.count)
  func givesTheCorrelationAndItsGradients(_ index: Int) {
    let example = Self.cases[index]
    let (algorithm, tiles) = (example.algorithm, example.tiles)
    let (channels, filters, points) = (example.channels, example.filters, example.algorithm.points)
    let image = GuardedFloats(algorithm.reach * example.width * channels) { number($0, 1) }
    let kernel = GuardedFloats(example.inputs * filters) { number($0, 2) }
    let bias = GuardedFloats(filters) { number($0, 3) }
    let gradient = GuardedFloats(algorithm.outputs * example.outputWidth * filters) { number($0, 4) }
    var outputs = (0..<gradient.count).map { Double(bias[$0 % filters]) }
    // Both gradients are added to what is there.
    var imageGradient = [Double](repeating: 0.5, count: image.count)
    var kernelGradient = [Double](repeating: 0.25, count: kernel.count)
    example.forEachProduct { output, pixel, weight in
      outputs[output] += Double(image[pixel]) * Double(kernel[weight])
      imageGradient[pixel] += Double(gradient[output]) * Double(kernel[weight])
      kernelGradient[weight] += Double(gradient[output]) * Double(image[pixel])
    }
    withEveryInstructionSet { set, kernels in
      // Gaps between the points show what writes beyond them.
      let (pixelStep, weightStep) = (tiles * channels + 16, channels * filters + 16)
      let productStep = tiles * filters + 16
      let pixels = GuardedFloats(points * pixelStep)
      let weights = GuardedFloats(points * weightStep)
      let half = GuardedFloats(algorithm.half)
      kernels.winogradImage(
        algorithm, tiles: tiles, channels: channels, image: image.start, imageRow: example.width * channels,
        points: pixels.start, pointStep: pixelStep, half: half.start)
      kernels.winogradKernel(
        algorithm, channels: channels, filters: filters, kernel: kernel.start, panel: filters,
        points: weights.start, pointStep: weightStep, half: half.start)
      let products = GuardedFloats(points * productStep)
      for point in 0..<points {
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
      let output = GuardedFloats(gradient.count)
      kernels.winogradOutput(
        algorithm, tiles: tiles, filters: filters, points: products.start, pointStep: productStep,
        bias: bias.start, output: output.start, outputRow: example.outputWidth * filters, half: half.start)
      #expect(half.isGuarded && pixels.isGuarded && weights.isGuarded && output.isGuarded)
      let forward = firstDifference(output.values, outputs) { _ in tolerance(example.inputs, algorithm) }
      #expect(forward == nil, "\(set), \(algorithm): \(forward ?? "")")

      let productGradients = GuardedFloats(points * productStep)
      kernels.winogradOutputGradient(
        algorithm, tiles: tiles, filters: filters, output: gradient.start,
        outputRow: example.outputWidth * filters, points: productGradients.start, pointStep: productStep,
        half: half.start)
      let pixelGradients = GuardedFloats(points * pixelStep)
      let weightGradients = GuardedFloats(points * weightStep)
      for point in 0..<points {
        for c in 0..<channels {
          for tile in 0..<tiles {
            var sum: Float = 0
            for f in 0..<filters {
              sum = set.addingProduct(
                sum, productGradients[point * productStep + tile * filters + f],
                weights[point * weightStep + c * filters + f])
            }
            pixelGradients[point * pixelStep + tile * channels + c] = sum
          }
          for f in 0..<filters {
            var sum: Float = 0
            for tile in 0..<tiles {
              sum = set.addingProduct(
                sum, pixels[point * pixelStep + tile * channels + c],
                productGradients[point * productStep + tile * filters + f])
            }
            weightGradients[point * weightStep + c * filters + f] = sum
          }
        }
        for i in 1...16 {
          #expect(productGradients[(point + 1) * productStep - i] == GuardedFloats.poison)
        }
      }
      let dImage = GuardedFloats(image.count) { _ in 0.5 }
      kernels.winogradImageGradient(
        algorithm, tiles: tiles, channels: channels, points: pixelGradients.start, pointStep: pixelStep,
        image: dImage.start, imageRow: example.width * channels, half: half.start)
      let dKernel = GuardedFloats(kernel.count) { _ in 0.25 }
      // In two parts, the first of which may be empty.
      for part in [0..<channels / 2, channels / 2..<channels] {
        let start = part.lowerBound * filters
        kernels.winogradKernelGradient(
          algorithm, count: part.count * filters, points: weightGradients.start + start,
          pointStep: weightStep,
          kernel: dKernel.start + start, tapStep: channels * filters, half: half.start)
      }
      #expect(half.isGuarded && productGradients.isGuarded && dImage.isGuarded && dKernel.isGuarded)
      let back =
        firstDifference(dImage.values, imageGradient) { _ in
          tolerance(example.taps * example.taps * filters, algorithm)
        }
        ?? firstDifference(dKernel.values, kernelGradient) { _ in
          tolerance(algorithm.outputs * example.outputWidth, algorithm)
        }
      #expect(back == nil, "\(set), \(algorithm): \(back ?? "")")
      return output.values + dImage.values + dKernel.values
    }
  }

  /// The same points, in panels.
  @Test(arguments: [WinogradAlgorithm.twoByThree, .twoByFour, .fourByThree], [16, 32])
  func panels(_ algorithm: WinogradAlgorithm, panel: Int) {
    let (channels, filters) = (5, 48)
    let kernel = GuardedFloats(algorithm.taps * algorithm.taps * channels * filters) { number($0, 2) }
    withEveryInstructionSet { set, kernels in
      let half = GuardedFloats(algorithm.half)
      func points(panel: Int) -> GuardedFloats {
        let room = (filters + panel - 1) / panel * panel * channels
        let points = GuardedFloats(algorithm.points * room)
        kernels.winogradKernel(
          algorithm, channels: channels, filters: filters, kernel: kernel.start, panel: panel,
          points: points.start, pointStep: room, half: half.start)
        #expect(points.isGuarded)
        return points
      }
      let (plain, inPanels) = (points(panel: filters), points(panel: panel))
      let step = inPanels.count / algorithm.points
      var found: [Float] = []
      for point in 0..<algorithm.points {
        for c in 0..<channels {
          for f in 0..<filters {
            found.append(inPanels[point * step + (f / panel * channels + c) * panel + f % panel])
          }
        }
      }
      #expect(haveEqualBits(found, plain.values), "\(set)")
      return found
    }
  }
}
