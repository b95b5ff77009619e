import LinearAlgebra
import Testing

@Suite struct MatrixViewTests {
  @Test func rowsHaveNoGapsByDefault() {
    let memory = GuardedFloats(12)
    let matrix = MatrixView(memory.start, rows: 3, columns: 4)
    #expect(matrix.rowStride == 4 && matrix.columnStride == 1)
  }

  @Test func transposedIsTheSameMemory() {
    let memory = GuardedFloats(30)
    let matrix = MatrixView(memory.start, rows: 3, columns: 4, rowStride: 10, columnStride: 2).transposed
    #expect(matrix.start == UnsafePointer(memory.start))
    #expect(matrix.rows == 4 && matrix.columns == 3 && matrix.rowStride == 2 && matrix.columnStride == 10)
  }
}
