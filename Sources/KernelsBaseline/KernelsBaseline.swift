import Kernels

/// Kernels for what every processor of the architecture has: 16 registers of 4 floats.
enum Baseline: KernelSet {
  typealias V = SIMD4<Float>
  typealias Wide = LowWideTiles<V>
  typealias Narrow = TallNarrowTiles<V>
  typealias Triple = LowTripleTiles<V>
  typealias Unit = Joined<Joined<OneVector<V>, OneVector<V>>, Joined<OneVector<V>, OneVector<V>>>
  static var mostUnits: Int { 6 }
  static var instructionSet: InstructionSet { .baseline }
}

/// The table of the baseline's kernels.
public func baselineKernels() -> any KernelSet.Type { Baseline.self }
