/// A matrix in memory: any strides, so that a transposed matrix is the same memory seen otherwise.
public struct MatrixView {
  /// The element (0, 0).
  public var start: UnsafePointer<Float>
  /// The number of rows.
  public var rows: Int
  /// The number of columns.
  public var columns: Int
  /// The distance of neighbouring rows, in floats.
  public var rowStride: Int
  /// The distance of neighbouring columns, in floats.
  public var columnStride: Int

  /// Describes a matrix.
  ///
  /// - Parameters:
  ///   - start: The element (0, 0).
  ///   - rows: The number of rows.
  ///   - columns: The number of columns.
  ///   - rowStride: The distance of neighbouring rows; by default, rows without gaps.
  ///   - columnStride: The distance of neighbouring columns.
  public init(
    _ start: UnsafePointer<Float>, rows: Int, columns: Int, rowStride: Int? = nil, columnStride: Int = 1
  ) {
    self.start = start
    self.rows = rows
    self.columns = columns
    self.rowStride = rowStride ?? columns
    self.columnStride = columnStride
  }

  /// The same memory with rows and columns exchanged.
  public var transposed: MatrixView {
    MatrixView(
      start, rows: columns, columns: rows, rowStride: columnStride, columnStride: rowStride)
  }
}
