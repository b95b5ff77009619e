import Kernels
import LinearAlgebra
import Testing

@Suite struct TransposeKernelsTests {
  /// Every element once at its place, added or not; nothing between the rows is touched.
  @Test(arguments: [false, true])
  func turnsMatricesOfEverySize(accumulates: Bool) {
    for rows in awkwardWidths {
      for columns in awkwardWidths {
        let (sourceRow, destinationRow) = (columns + 3, rows + 2)
        withEveryInstructionSet { set, kernels in
          let source = GuardedFloats(rows * sourceRow) { number($0, 1) }
          let destination = GuardedFloats(columns * destinationRow)
          var expected = destination.values
          for row in 0..<rows {
            for column in 0..<columns {
              let place = column * destinationRow + row
              let element = source[row * sourceRow + column]
              expected[place] = accumulates ? expected[place] + element : element
            }
          }
          kernels.transpose(
            rows: rows, columns: columns, source: source.start, sourceRow: sourceRow,
            destination: destination.start, destinationRow: destinationRow, accumulates: accumulates)
          #expect(destination.holds(expected), "\(set): \(rows) x \(columns)")
          return destination.values
        }
      }
    }
  }
}
