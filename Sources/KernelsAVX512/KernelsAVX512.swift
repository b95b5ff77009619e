import Kernels

/// Kernels for AVX-512: 32 registers of 16 floats.
enum AVX512: KernelSet {
  typealias V = SIMD16<Float>
  typealias Wide = TallWideTiles<V>
  typealias Narrow = TallNarrowTiles<V>
  typealias Triple = TallTripleTiles<V>
  typealias Unit = OneVector<V>
  static var mostUnits: Int { 24 }
  static var instructionSet: InstructionSet { .avx512 }
}

/// The table of the kernels for AVX-512; only for processors that have it.
public func avx512Kernels() -> any KernelSet.Type { AVX512.self }
