import Kernels

/// Measures the most floating-point operations per second that one thread reaches with an instruction set.
///
/// The speed of a machine drifts: samples are taken between those of what is measured, and the best of them is its
/// peak.
package final class PeakMeter {
  /// The best sample, in floating-point operations per second.
  package private(set) var peak = 0.0

  private let kernels: any KernelSet.Type
  private var rounds = 1024

  /// Makes a meter that has seen nothing.
  package init(_ kernels: any KernelSet.Type) {
    self.kernels = kernels
  }

  /// Takes one sample of some milliseconds.
  package func sample() {
    // The first sample finds out how many rounds that is.
    while run() < 2e-3 { rounds *= 2 }
    for _ in 0..<3 { peak = max(peak, operations / run()) }
  }

  private var operations: Double { Double(rounds) * Double(kernels.operationsOfPeakRound) }

  /// The seconds of one run of all rounds.
  private func run() -> Double {
    // 1 + 2⁻³⁰ rounds to 1: the numbers stay what they are.
    let start = now()
    let sum = kernels.peak(rounds: rounds, factor: 0x1p-30)
    let elapsed = now() - start
    precondition(sum == Float(kernels.operationsOfPeakRound / 2), "the chains came to \(sum)")
    return max(elapsed, 1e-9)
  }
}
