import Kernels

/// Kernels for AVX2 with FMA: 16 registers of 8 floats.
enum AVX2: KernelSet {
  typealias V = SIMD8<Float>
  typealias Wide = LowWideTiles<V>
  typealias Narrow = TallNarrowTiles<V>
  typealias Triple = LowTripleTiles<V>
  typealias Unit = Joined<OneVector<V>, OneVector<V>>
  static var mostUnits: Int { 6 }
  static var instructionSet: InstructionSet { .avx2 }
}

/// The table of the kernels for AVX2; only for processors that have it.
public func avx2Kernels() -> any KernelSet.Type { AVX2.self }
