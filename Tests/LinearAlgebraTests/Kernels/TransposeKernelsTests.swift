import Kernels
import LinearAlgebra
import Testing

@Suite struct TransposeKernelsTests {
  /// Squares of every vector's width, what is left beside them, and gaps between the rows that nobody writes to.
  @Test(arguments: [false, true])
  func rowsBecomeColumns(accumulates: Bool) {
    for set in InstructionSet.available {
      for rows in [0, 1, 3, 4, 7, 8, 15, 16, 17, 33, 48] {
        for columns in [0, 1, 4, 9, 16, 31, 32, 50] {
          let (sourceRow, destinationRow) = (columns + 3, rows + 5)
          let source = GuardedFloats(rows * sourceRow) { $0 % sourceRow < columns ? Float($0) : .nan }
          let destination = GuardedFloats(columns * destinationRow)
          let expected = (0..<columns * destinationRow).map { place -> Float in
            let (j, i) = (place / destinationRow, place % destinationRow)
            guard i < rows else { return GuardedFloats.poison }
            return Float(i * sourceRow + j) + (accumulates ? GuardedFloats.poison : 0)
          }
          set.kernels.transpose(
            rows: rows, columns: columns, source.start, sourceRow: sourceRow, into: destination.start,
            destinationRow: destinationRow, accumulates: accumulates)
          #expect(destination.holds(expected), "\(set): \(rows)x\(columns)")
        }
      }
    }
  }
}
