import Kernels
import LinearAlgebra
import Testing

@Suite struct PeakKernelsTests {
  @Test(arguments: InstructionSet.available)
  func everyChainIsMultipliedAndAddedTo(_ set: InstructionSet) {
    let lanes = Float(set.kernels.operationsOfPeakRound / 2)
    // x ← x + x: powers of two, exact.
    for rounds in 0..<6 {
      #expect(set.kernels.peak(rounds: rounds, factor: 1) == lanes * Float(1 << rounds))
    }
    #expect(set.kernels.peak(rounds: 1000, factor: 0x1p-30) == lanes)
  }

  @Test(arguments: InstructionSet.available)
  func operationsAreThoseOfWholeVectors(_ set: InstructionSet) {
    let vector = 2 * set.kernels.panelWidth / 2
    #expect(set.kernels.operationsOfPeakRound % vector == 0)
    #expect(set.kernels.operationsOfPeakRound / vector >= 12)
  }
}
