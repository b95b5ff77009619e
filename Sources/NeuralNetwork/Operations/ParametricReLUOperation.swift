import Kernels
import LinearAlgebra

/// y = x above 0, a · x below, with a slope a for each element or for those that share one.
///
/// - Source: K. He et al., "Delving Deep into Rectifiers", ICCV 2015.
struct ParametricReLUOperation: Operation {
  let name: String
  let input: Value
  let output: Value
  /// The place of the slopes in the parameter buffer.
  let slopes: Int
  /// The slope of each element of a sample: its place among the slopes.
  private let places: [Int32]
  /// The slopes of a row of the image, and their gradients.
  private let row: Int

  init(
    name: String, input: Value, output: Value, slopes: Int, slopeShape: Shape, _ memory: inout MemoryPlan
  ) {
    self.name = name
    self.input = input
    self.output = output
    self.slopes = slopes
    row = MemoryPlan.aligned(output.layout.width * output.layout.channels)
    memory.requireScratch(2 * row)
    let layout = output.layout
    let sizes = slopeShape.rank == 3 ? slopeShape.dimensions : [1, 1, slopeShape[-1]]
    places = (0..<layout.elementCount).map { element in
      let (channel, pixel) = (element % layout.channels, element / layout.channels)
      let at = [pixel / layout.width % max(sizes[0], 1), pixel % layout.width % sizes[1], channel % sizes[2]]
      return Int32((at[0] * sizes[1] + at[1]) * sizes[2] + at[2])
    }
  }

  func forward(_ shard: Shard) {
    for row in 0..<output.layout.height {
      gather(shard, row)
      for sample in 0..<shard.count {
        shard.kernels.rectify(
          count: rowCount, shard.pointer(input, sample, row: row), slopes: shard.scratch,
          shard.pointer(output, sample, row: row))
      }
    }
  }

  /// dx = dy above 0, a · dy below; da = Σ x · dy below.
  func backward(_ shard: Shard) {
    guard let dOutput = output.gradient else { return }
    let sums = shard.scratch + self.row
    for row in 0..<output.layout.height {
      gather(shard, row)
      sums.update(repeating: 0, count: rowCount)
      for sample in 0..<shard.count {
        shard.kernels.rectifyBack(
          count: rowCount, shard.pointer(input, sample, row: row), slopes: shard.scratch,
          dy: shard.pointer(dOutput, sample) + row * rowCount,
          dx: input.gradient.map { shard.pointer($0, sample) + row * rowCount }, dSlopes: sums)
      }
      for i in 0..<rowCount { shard.gradient[slopes + Int(places[row * rowCount + i])] += sums[i] }
    }
  }

  private var rowCount: Int { output.layout.width * output.layout.channels }

  /// Brings the slopes of a row side by side.
  private func gather(_ shard: Shard, _ row: Int) {
    for i in 0..<rowCount { shard.scratch[i] = shard.parameters[slopes + Int(places[row * rowCount + i])] }
  }
}
