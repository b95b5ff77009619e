/// A set of machine instructions that the kernels are built for.
public enum InstructionSet: String, Sendable, Hashable, CaseIterable {
  /// What every processor of the architecture has: SSE2 on x86-64 (no fused multiply-add), NEON on arm64.
  case baseline
  /// AVX2 with FMA: vectors of 8 floats.
  case avx2
  /// AVX-512 F, VL, DQ and BW: vectors of 16 floats. Gives the same bits as `avx2`.
  case avx512
}
