import Kernels

/// y[c] = x[c] / (k + α Σ x[j]²)^β over the channels |j − c| ≤ r of each pixel.
///
/// - Source: A. Krizhevsky, I. Sutskever, G. Hinton, NIPS 2012, section 3.3; TensorFlow's
///   `tf.nn.local_response_normalization`, whose α is not divided by the number of channels.
struct LocalResponseOperation: Operation {
  let name: String
  let response: LocalResponse
  let input: Value
  let output: Value
  /// k + α Σ x[j]².
  private let denominators: Place

  init(
    name: String, response: LocalResponse, input: Value, output: Value, denominators: Place,
    _ memory: inout MemoryPlan
  ) {
    self.name = name
    self.response = response
    self.input = input
    self.output = output
    self.denominators = denominators
    memory.requireScratch(output.layout.channels + 2 * response.radius + 64)
  }

  func forward(_ shard: Shard) {
    forEachPixel(shard) { sample, row, column, place in
      shard.kernels.respond(
        response, channels: channels,
        shard.pointer(input, sample, row: row) + column * channels,
        shard.pointer(output, sample, row: row) + column * channels,
        denominators: shard.pointer(denominators, sample) + place, padded: shard.scratch)
    }
  }

  func backward(_ shard: Shard) {
    guard let dInput = input.gradient, let dOutput = output.gradient else { return }
    forEachPixel(shard) { sample, row, column, place in
      shard.kernels.respondBack(
        response, channels: channels,
        shard.pointer(input, sample, row: row) + column * channels,
        shard.pointer(output, sample, row: row) + column * channels,
        denominators: shard.pointer(denominators, sample) + place, dy: shard.pointer(dOutput, sample) + place,
        dx: shard.pointer(dInput, sample) + place, padded: shard.scratch)
    }
  }

  private var channels: Int { output.layout.channels }

  @inline(__always)
  private func forEachPixel(
    _ shard: Shard, _ body: (_ sample: Int, _ row: Int, _ column: Int, _ place: Int) -> Void
  ) {
    for sample in 0..<shard.count {
      for row in 0..<output.layout.height {
        for column in 0..<output.layout.width {
          body(sample, row, column, (row * output.layout.width + column) * channels)
        }
      }
    }
  }
}
