import Kernels
import LinearAlgebra
import Testing

@Suite struct DepthwiseKernelsTests {
  /// Kernel rows and columns, stride, dilation, channels, patches.
  static let cases = [
    (1, 1, 1, 1, 1, 1), (3, 3, 1, 1, 16, 9), (3, 2, 2, 1, 5, 4), (2, 3, 1, 2, 17, 7), (5, 5, 1, 1, 33, 6),
    (3, 3, 2, 1, 64, 5), (3, 3, 1, 2, 21, 6),
  ]

  @Test(arguments: cases.indices)
  func depthwise(index: Int) {
    let (rows, columns, stride, dilation, channels, patches) = Self.cases[index]
    let width = (patches - 1) * stride + dilation * (columns - 1) + 1
    let imageRow = width * channels
    withEveryInstructionSet { set, kernels in
      let image = GuardedFloats((dilation * (rows - 1) + 1) * imageRow) { number($0, 1) }
      let weights = GuardedFloats(rows * columns * channels) { number($0, 2) }
      let bias = GuardedFloats(channels) { number($0, 3) }
      let dz = GuardedFloats(patches * channels) { number($0, 4) }
      func row(_ image: GuardedFloats) -> PatchRow {
        PatchRow(
          image: image.start, kernelRow: dilation * imageRow, kernelColumn: dilation * channels,
          step: stride * channels, rows: rows, columns: columns, channels: channels, patches: patches)
      }
      func place(_ p: Int, _ i: Int, _ j: Int, _ c: Int) -> Int {
        i * dilation * imageRow + (p * stride + j * dilation) * channels + c
      }
      var outputs = [Double](repeating: 0, count: patches * channels)
      var kernelGradient = [Double](repeating: 0.5, count: weights.count)
      var imageGradient = (0..<image.count).map { Double(number($0, 5)) }
      for p in 0..<patches {
        for c in 0..<channels {
          outputs[p * channels + c] = Double(bias[c])
          let gradient = Double(dz[p * channels + c])
          for i in 0..<rows {
            for j in 0..<columns {
              let (x, w) = (place(p, i, j, c), (i * columns + j) * channels + c)
              outputs[p * channels + c] += Double(image[x]) * Double(weights[w])
              kernelGradient[w] += Double(image[x]) * gradient
              imageGradient[x] += Double(weights[w]) * gradient
            }
          }
        }
      }
      let y = GuardedFloats(patches * channels)
      kernels.depthwise(row(image), weights: weights.start, bias: bias.start, y.start)
      let dWeights = GuardedFloats(weights.count) { _ in 0.5 }
      kernels.addDepthwiseKernelGradient(row(image), dz: dz.start, to: dWeights.start)
      let dImage = GuardedFloats(image.count) { number($0, 5) }
      kernels.addDepthwiseImageGradient(row(dImage), weights: weights.start, dz: dz.start)
      // One rounding a product, of sums up to their number.
      func tolerance(_ terms: Int) -> Double { Double((terms + 1) * (terms + 1)) * unitRoundoff }
      let difference =
        firstDifference(y.values, outputs) { _ in tolerance(rows * columns) }
        ?? firstDifference(dWeights.values, kernelGradient) { _ in tolerance(patches) }
        ?? firstDifference(dImage.values, imageGradient) { _ in tolerance(rows * columns) }
      #expect(difference == nil, "\(set): \(difference ?? "")")
      #expect(y.isGuarded && dWeights.isGuarded && dImage.isGuarded && image.isGuarded)
      return y.values + dWeights.values + dImage.values
    }
  }
}
