import LinearAlgebra
import Testing

@testable import Training

@Suite struct PeakMeterTests {
  @Test(arguments: InstructionSet.available)
  func thePeakIsTheBestSample(_ set: InstructionSet) {
    let meter = PeakMeter(set.kernels)
    #expect(meter.peak == 0)
    meter.sample()
    let first = meter.peak
    #expect(first > 0 && first.isFinite)
    meter.sample()
    #expect(meter.peak >= first)
  }
}
