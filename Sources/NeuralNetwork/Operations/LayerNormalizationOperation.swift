import Kernels

/// y = (x − mean) / √(variance + ε) · γ + β over the channels of each pixel.
///
/// - Source: J. Ba, J. Kiros, G. Hinton, "Layer Normalization", 2016.
struct LayerNormalizationOperation: Operation {
  let name: String
  let input: Value
  let output: Value
  private let epsilon: Float
  private let gamma: Int?
  private let beta: Int?
  /// Mean and 1 / √(variance + ε) of each pixel.
  private let statistics: Place

  init(
    name: String, layer: LayerNormalization, input: Value, output: Value, parameters: [ParameterEntry],
    _ memory: inout MemoryPlan
  ) {
    self.name = name
    self.input = input
    self.output = output
    epsilon = Float(layer.epsilon)
    gamma = parameters.first { $0.description.suffix == "gamma" }?.offset
    beta = parameters.first { $0.description.suffix == "beta" }?.offset
    statistics = memory.reserve(2 * output.layout.height * output.layout.width, in: output.place.storage)
  }

  func forward(_ shard: Shard) {
    forEachPixel(shard) { sample, row, column, pixel in
      let statistics = shard.pointer(statistics, sample) + 2 * pixel
      (statistics[0], statistics[1]) = shard.kernels.normalizePixel(
        channels: channels, shard.pointer(input, sample, row: row) + column * channels,
        gamma: gamma.map { shard.parameters + $0 }, beta: beta.map { shard.parameters + $0 },
        epsilon: epsilon,
        shard.pointer(output, sample, row: row) + column * channels)
    }
  }

  func backward(_ shard: Shard) {
    guard let dOutput = output.gradient else { return }
    forEachPixel(shard) { sample, row, column, pixel in
      let statistics = shard.pointer(statistics, sample) + 2 * pixel
      shard.kernels.normalizePixelBack(
        channels: channels, shard.pointer(input, sample, row: row) + column * channels,
        mean: statistics[0], inverse: statistics[1], gamma: gamma.map { shard.parameters + $0 },
        dy: shard.pointer(dOutput, sample) + pixel * channels,
        dx: input.gradient.map { shard.pointer($0, sample) + pixel * channels },
        dGamma: gamma.map { shard.gradient + $0 }, dBeta: beta.map { shard.gradient + $0 })
    }
  }

  private var channels: Int { output.layout.channels }

  @inline(__always)
  private func forEachPixel(
    _ shard: Shard, _ body: (_ sample: Int, _ row: Int, _ column: Int, _ pixel: Int) -> Void
  ) {
    for sample in 0..<shard.count {
      for row in 0..<output.layout.height {
        for column in 0..<output.layout.width {
          body(sample, row, column, row * output.layout.width + column)
        }
      }
    }
  }
}
