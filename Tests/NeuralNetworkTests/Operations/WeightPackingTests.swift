import Kernels
import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct WeightPackingTests {
  /// W[p, c, f] forward as (p, c) × f, backward as (p, f) × c with p from the last to the first.
  @Test(arguments: InstructionSet.available, [(1, 3, 5), (4, 3, 40), (6, 35, 16)] as [(Int, Int, Int)])
  func places(set: InstructionSet, shape: (Int, Int, Int)) {
    let (taps, channels, filters) = shape
    let inputs = taps * channels
    var memory = MemoryPlan(shardSizes: [1], batchSize: 1)
    let packing = WeightPacking(
      inputs: inputs, outputs: filters, turnedTaps: taps, needsInputGradient: true, &memory)
    let kernel = (0..<inputs * filters).map { Float($0) }
    let bias = (0..<filters).map { Float(-1 - $0) }
    var packed = [Float](repeating: .nan, count: memory.packedCount)
    packing.pack(kernel: kernel, bias: bias, into: &packed, set.kernels)

    let panel = set.kernels.panelWidth
    let tap = MemoryPlan.aligned(filters) * panel
    #expect(Array(packed[packing.bias..<packing.bias + filters]) == bias)
    guard let backward = packing.backward else {
      Issue.record("nothing is packed for the way back")
      return
    }
    var differences = 0
    for p in 0..<taps {
      for c in 0..<channels {
        for f in 0..<filters {
          let k = p * channels + c
          let there = packed[packing.forward + f / panel * inputs * panel + k * panel + f % panel]
          let back = packed[
            backward + c / panel * taps * tap + (taps - 1 - p) * tap + f * panel + c % panel]
          if there != kernel[k * filters + f] || back != there { differences += 1 }
        }
      }
    }
    #expect(differences == 0)
  }

  @Test func aFirstLayerHasNoWayBack() {
    var (first, later) = (
      MemoryPlan(shardSizes: [1], batchSize: 1), MemoryPlan(shardSizes: [1], batchSize: 1)
    )
    #expect(WeightPacking(inputs: 9, outputs: 4, needsInputGradient: false, &first).backward == nil)
    #expect(WeightPacking(inputs: 9, outputs: 4, needsInputGradient: true, &later).backward != nil)
    #expect(first.packedCount < later.packedCount)
  }

  /// Each bias over the width of a panel, for products whose rows are filters.
  @Test(arguments: InstructionSet.available)
  func rowBias(set: InstructionSet) {
    var memory = MemoryPlan(shardSizes: [1], batchSize: 1)
    let packing = WeightPacking(
      inputs: 9, outputs: 6, needsInputGradient: false, needsRowBias: true, &memory)
    let bias = (0..<6).map { Float(1 + $0) }
    var packed = [Float](repeating: .nan, count: memory.packedCount)
    packing.pack(
      kernel: [Float](repeating: 0, count: 54), bias: bias, into: &packed, set.kernels)
    guard let rowBias = packing.rowBias else {
      Issue.record("nothing is packed for rows")
      return
    }
    let panel = set.kernels.panelWidth
    #expect((0..<6 * panel).allSatisfy { packed[rowBias + $0] == bias[$0 / panel] })
  }
}
