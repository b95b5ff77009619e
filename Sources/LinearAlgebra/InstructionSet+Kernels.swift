import Kernels
import KernelsBaseline

@_exported import enum Kernels.InstructionSet

#if arch(x86_64)
  import KernelsAVX2
  import KernelsAVX512
#endif

extension InstructionSet {
  /// The instruction sets that this processor and its operating system offer, the best one last.
  public static let available: [InstructionSet] = allCases.filter(\.isAvailable)

  /// The best instruction set of this processor.
  public static var best: InstructionSet { available.last ?? .baseline }

  /// The kernels built for this instruction set.
  ///
  /// The processor must have it: `available` tells.
  public var kernels: any KernelSet.Type {
    precondition(Self.available.contains(self), "This processor does not have \(rawValue)")
    switch self {
    case .baseline: return baselineKernels()
    #if arch(x86_64)
      case .avx2: return avx2Kernels()
      case .avx512: return avx512Kernels()
    #else
      case .avx2, .avx512: return baselineKernels()
    #endif
    }
  }

  /// Whether this processor can run it.
  private var isAvailable: Bool {
    #if arch(x86_64)
      let features = ProcessorFeatures.current
      switch self {
      case .baseline: return true
      case .avx2: return features.hasAVX2
      case .avx512: return features.hasAVX512
      }
    #else
      return self == .baseline
    #endif
  }
}
