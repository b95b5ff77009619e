import Kernels
import LinearAlgebra
import Testing

/// Numbers of channels and columns around every vector's width.
let awkwardWidths = [1, 5, 6, 10, 15, 16, 17, 30, 31, 32, 33, 48, 64, 100]

/// The distance of 1 from the next float, halved: the largest relative error of one rounding.
let unitRoundoff = 0x1p-24

/// Numbers from −1 to 1 that differ from place to place, without a generator.
func number(_ index: Int, _ seed: Int = 0) -> Float {
  var word = UInt64(truncatingIfNeeded: index &+ seed &* 1_000_003 &+ 1) &* 0x9E37_79B9_7F4A_7C15
  word = (word ^ (word >> 29)) &* 0xBF58_476D_1CE4_E5B9
  return Float(word >> 40) * 0x1p-23 - 1
}

/// Multiples of 1/4 from −1 to 1: equal numbers are frequent, and sums of some thousands are exact. (Zero is never −0.)
func coarseNumber(_ index: Int, _ seed: Int = 0) -> Float { (number(index, seed) * 4).rounded() / 4 + 0 }

extension InstructionSet {
  /// Whether sums of products are rounded once a term.
  var hasFusedMultiplyAdd: Bool {
    #if arch(x86_64)
      self != .baseline
    #else
      true
    #endif
  }

  /// sum + a·b as this instruction set's kernels round it.
  func addingProduct(_ sum: Float, _ a: Float, _ b: Float) -> Float {
    hasFusedMultiplyAdd ? sum.addingProduct(a, b) : sum + a * b
  }
}

/// Runs `body` with the kernels of every available instruction set; those with a fused multiply-add must return the
/// same bits.
func withEveryInstructionSet(
  sourceLocation: SourceLocation = #_sourceLocation,
  _ body: (InstructionSet, any KernelSet.Type) throws -> [Float]
) rethrows {
  var first: [Float]?
  for set in InstructionSet.available {
    let result = try body(set, set.kernels)
    guard set.hasFusedMultiplyAdd else { continue }
    if let first {
      #expect(
        haveEqualBits(first, result), "\(set) differs from the sets before it",
        sourceLocation: sourceLocation)
    }
    first = result
  }
}

/// The first place where two sequences are further apart than a tolerance, as text; nil where there is none.
///
/// Not a number agrees with nothing but itself.
func firstDifference(
  _ actual: [Float], _ expected: [Double], tolerance: (Int) -> Double
) -> String? {
  guard actual.count == expected.count else { return "\(actual.count) numbers, not \(expected.count)" }
  for i in 0..<actual.count {
    let value = Double(actual[i])
    let isEqual = value == expected[i] || (value.isNaN && expected[i].isNaN)
    if !isEqual && !(abs(value - expected[i]) <= tolerance(i)) {
      return "[\(i)]: \(actual[i]), not \(expected[i]), by \(value - expected[i]) of \(tolerance(i))"
    }
  }
  return nil
}

/// The error of a float in units of its exact value's last place.
func unitsInTheLastPlace(_ actual: Float, _ exact: Double) -> Double {
  abs(Double(actual) - exact) / Double(max(Float(abs(exact)).ulp, Float.leastNormalMagnitude.ulp))
}
