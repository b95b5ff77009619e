import Kernels

/// C = A·B or C += A·B for matrices of any size and strides, on one thread.
///
/// Blocks of B are packed into panels of two vectors that stay in the second-level cache, and every panel meets the
/// same few rows of A, packed into the first-level cache. The sums run over K in order, from block to block through C,
/// so that the result depends on no block size.
///
/// - Source: K. Goto, R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34 (2008), with
///   the parts of A and B exchanged: C is row-major.
public struct GEMM {
  /// K of a block: the rows of A of one tile stay in the first-level cache.
  static let blockK = 512
  /// N of a block: a block of B stays in the second-level cache; whole panels of every instruction set.
  static let blockN = 336
  /// Up to so many tiles of rows read B where it is: packing it would cost more than it saves.
  private static let tilesWithoutPacking = 4
  /// Floats between packed columns of A: room for the rows of a tile of any instruction set.
  private static let packedColumn = 16
  /// The distance of packed rows of A exceeds K by this, so that they do not fall into the same sets of the cache.
  private static let rowGap = 16

  private let kernels: any KernelSet.Type

  /// Chooses the kernels.
  public init(kernels: any KernelSet.Type) {
    self.kernels = kernels
  }

  /// The floats of workspace that a product of the given size needs.
  public static func workspaceCount(m: Int, n: Int, k: Int) -> Int {
    let k = min(k, blockK)
    // Whole panels of every instruction set, of up to 48 columns; 16 floats more, to begin with a cache line.
    return k * ((min(n, blockN) + 47) / 48 * 48) + packedColumn * (k + rowGap) + 16
  }

  /// Computes C = A·B, or C += A·B.
  ///
  /// - Shapes: A is M × K, B is K × N, C is M × N.
  /// - Parameters:
  ///   - a: A.
  ///   - b: B.
  ///   - c: The element (0, 0) of C.
  ///   - cRow: The distance of C's rows.
  ///   - accumulates: Whether the product is added to what stands in C.
  ///   - workspace: Room for `workspaceCount(m:n:k:)` floats.
  public func multiply(
    _ a: MatrixView, _ b: MatrixView, into c: UnsafeMutablePointer<Float>, cRow: Int, accumulates: Bool,
    workspace: UnsafeMutablePointer<Float>
  ) {
    precondition(a.columns == b.rows, "A is M × K and B is K × N")
    let (m, n, k) = (a.rows, b.columns, a.columns)
    if k == 0 && !accumulates {
      for i in 0..<m { (c + i * cRow).update(repeating: 0, count: n) }
    }
    let memory = UnsafeMutableRawPointer(workspace).alignedUp(toMultipleOf: 64)
    let packedA = memory.assumingMemoryBound(to: Float.self)
    let packedB = packedA + Self.packedColumn * (min(k, Self.blockK) + Self.rowGap)
    for k0 in stride(from: 0, to: k, by: Self.blockK) {
      for n0 in stride(from: 0, to: n, by: Self.blockN) {
        let block = block(
          of: b, rows: k0..<min(k0 + Self.blockK, k), columns: n0..<min(n0 + Self.blockN, n), forRows: m,
          packed: packedB)
        var tiles = (m + kernels.widePanelRows - 1) / kernels.widePanelRows
        var m0 = 0
        while tiles > 0 {
          let rows = (m - m0 + tiles - 1) / tiles
          let step = packRows(
            a.start + m0 * a.rowStride + k0 * a.columnStride, rows: rows, columns: block.rows, of: a,
            into: packedA)
          // C = A · B, M: rows of a tile, K: rows of the block, N: columns of the block of B.
          var product = Contraction(
            rows: rows, columns: block.wideColumns, a: packedA, aRow: step.row, b: block.wide,
            bPanel: block.widePanel, inner: .init(block.rows, aStep: step.column, bStep: block.wideStep),
            c: c + m0 * cRow + n0, cRow: cRow, start: accumulates || k0 > 0 ? .accumulate : .zero)
          if product.columns > 0 { kernels.contractWidePanels(product) }
          product.b = UnsafePointer(block.rest)
          product.bPanel = kernels.panelWidth
          product.inner.bStep = kernels.widePanelWidth
          product.c += block.wideColumns
          product.columns = block.restColumns
          if product.columns > 0 { kernels.contract(product) }
          m0 += rows
          tiles -= 1
        }
      }
    }
  }

  /// A block of B as the kernels read it: wide panels, and the columns behind the last of them in a packed one.
  private struct Block {
    var rows: Int
    var wide: UnsafePointer<Float>
    var wideColumns: Int
    var widePanel: Int
    var wideStep: Int
    var rest: UnsafeMutablePointer<Float>
    var restColumns: Int
  }

  /// Packs a block of B, or only the columns that fill no wide panel where few rows of A meet it.
  private func block(
    of b: MatrixView, rows: Range<Int>, columns: Range<Int>, forRows m: Int,
    packed: UnsafeMutablePointer<Float>
  ) -> Block {
    let width = kernels.widePanelWidth
    let start = b.start + rows.lowerBound * b.rowStride + columns.lowerBound * b.columnStride
    let wideColumns = columns.count / width * width
    let isPacked = b.columnStride != 1 || m > Self.tilesWithoutPacking * kernels.widePanelRows
    var block = Block(
      rows: rows.count, wide: packed, wideColumns: wideColumns, widePanel: rows.count * width,
      wideStep: width, rest: packed, restColumns: columns.count - wideColumns)
    if isPacked {
      block.rest += wideColumns * rows.count
    } else {
      (block.wide, block.widePanel, block.wideStep) = (start, width, b.rowStride)
    }
    let first = isPacked ? 0 : wideColumns
    kernels.packPanels(
      k: rows.count, n: columns.count - first, b: start + first * b.columnStride, kStride: b.rowStride,
      nStride: b.columnStride, panels: packed, panelStride: rows.count * width, width: width)
    return block
  }

  /// Copies a few rows of A, along the direction in which they lie in memory.
  ///
  /// - Returns: The distances of the copy's rows and columns.
  private func packRows(
    _ a: UnsafePointer<Float>, rows: Int, columns: Int, of matrix: MatrixView,
    into packed: UnsafeMutablePointer<Float>
  ) -> (row: Int, column: Int) {
    if matrix.columnStride == 1 {
      let row = columns + Self.rowGap
      for i in 0..<rows { (packed + i * row).update(from: a + i * matrix.rowStride, count: columns) }
      return (row, 1)
    }
    kernels.packPanels(
      k: columns, n: rows, b: a, kStride: matrix.columnStride, nStride: matrix.rowStride, panels: packed,
      panelStride: 0, width: rows)
    return (1, rows)
  }
}
