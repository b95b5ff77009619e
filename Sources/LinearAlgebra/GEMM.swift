import Kernels

/// C = A·B or C += A·B for matrices of any size and strides, on one thread.
///
/// The loops are those of Goto and van de Geijn: blocks of B of `blockK` rows are packed into panels of two vectors,
/// blocks of A into panels of a tile's height, and the contraction kernel runs over the packed panels. The sums run
/// over K in order, so that the result depends on no block size.
///
/// - Source: K. Goto, R. van de Geijn, "Anatomy of High-Performance Matrix Multiplication", ACM TOMS 34 (2008);
///   the five loops as BLIS names them.
public struct GEMM {
  /// K of a block: one panel of B stays in the first-level cache.
  static let blockK = 256
  /// N of a block: a block of B stays in the last-level cache.
  static let blockN = 1024
  /// M of a block: a block of A stays in the second-level cache.
  static let blockM = 168

  private let kernels: any KernelSet.Type

  /// Chooses the kernels.
  public init(kernels: any KernelSet.Type) {
    self.kernels = kernels
  }

  /// The floats of workspace that a product of the given size needs.
  public static func workspaceCount(m: Int, n: Int, k: Int) -> Int {
    let k = min(k, blockK)
    return k * (min(m, blockM) + min(n, blockN) + 64)
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
    for n0 in stride(from: 0, to: n, by: Self.blockN) {
      let nBlock = min(Self.blockN, n - n0)
      for k0 in stride(from: 0, to: k, by: Self.blockK) {
        let kBlock = min(Self.blockK, k - k0)
        let panel = kBlock * kernels.panelWidth
        kernels.packPanels(
          k: kBlock, n: nBlock, b: b.start + k0 * b.rowStride + n0 * b.columnStride, kStride: b.rowStride,
          nStride: b.columnStride, panels: workspace, panelStride: panel)
        let packedA = workspace + (nBlock + kernels.panelWidth - 1) / kernels.panelWidth * panel
        for m0 in stride(from: 0, to: m, by: Self.blockM) {
          let mBlock = min(Self.blockM, m - m0)
          packRows(
            a.start + m0 * a.rowStride + k0 * a.columnStride, rows: mBlock, columns: kBlock,
            rowStride: a.rowStride, columnStride: a.columnStride, into: packedA)
          // C = A · B, M: rows of the block, K: its columns, N: columns of the block of B.
          kernels.contract(
            Contraction(
              rows: mBlock, columns: nBlock, a: packedA, aRow: 1, b: workspace, bPanel: panel,
              inner: .init(kBlock, aStep: mBlock, bStep: kernels.panelWidth), c: c + m0 * cRow + n0,
              cRow: cRow, start: accumulates || k0 > 0 ? .accumulate : .zero))
        }
      }
    }
  }

  /// Packs a block of A with its columns one after another: packed[k · rows + m] = A[m, k].
  private func packRows(
    _ a: UnsafePointer<Float>, rows: Int, columns: Int, rowStride: Int, columnStride: Int,
    into packed: UnsafeMutablePointer<Float>
  ) {
    // Eight rows at a time: each is read along its cache line, and their places in a column are neighbours.
    for m0 in stride(from: 0, to: rows, by: 8) {
      let block = min(8, rows - m0)
      for k in 0..<columns {
        let source = a + (m0 &* rowStride &+ k &* columnStride)
        let destination = packed + (k &* rows &+ m0)
        for m in 0..<block { destination[m] = source[m &* rowStride] }
      }
    }
  }
}
