import Kernels
import LinearAlgebra
import Testing

@Suite struct InstructionSetTests {
  @Test func theBaselineIsEverywhere() {
    #expect(InstructionSet.available.first == .baseline)
    #expect(InstructionSet.best == InstructionSet.available.last)
    // In the order of their declaration, each once.
    #expect(InstructionSet.allCases.filter(InstructionSet.available.contains) == InstructionSet.available)
  }

  @Test func eachHasKernelsOfItsOwn() {
    for set in InstructionSet.available {
      #expect(set.kernels.instructionSet == set)
    }
  }

  @Test func panelsAreTwoVectors() {
    let widths: [InstructionSet: Int] = [.baseline: 8, .avx2: 16, .avx512: 32]
    for set in InstructionSet.available {
      #expect(set.kernels.panelWidth == widths[set])
    }
  }

  @Test func namesAreThoseOfTheProgram() {
    #expect(InstructionSet.allCases.map(\.rawValue) == ["baseline", "avx2", "avx512"])
  }
}
