import Kernels
import LinearAlgebra

/// ZCA whitening: y = x W, with which the values of the images of a data set are no longer correlated.
///
/// W = Σ u (√N / (s + ε)) uᵀ over the singular values s and vectors u of all N images, each a row of D = H W C values less the
/// mean of their channel; of these at most N are not 0.
///
/// - Source: Keras, `legacy/preprocessing/image.py`, `ImageDataGenerator.fit`.
public struct Whitening: Hashable, Sendable {
  /// The most values that an image may have: the matrix has that many rows and columns.
  public static let mostValues = 4096

  /// D, the values of an image.
  public let count: Int
  /// W, D × D, and a vector's width behind it that is read but not used.
  private let padded: [Float]

  /// Keeps a matrix.
  ///
  /// - Precondition: D × D numbers, D at most ``mostValues``.
  public init(count: Int, matrix: [Float]) {
    precondition(
      count <= Self.mostValues && matrix.count == count * count,
      "A whitening of \(count) values, at most \(Self.mostValues), has \(count * count) numbers, not \(matrix.count)"
    )
    self.count = count
    padded = matrix + [Float](repeating: 0, count: Self.padding)
  }

  /// W, row by row.
  public var matrix: [Float] { Array(padded.prefix(count * count)) }

  private static let padding = 16

  /// The whitening of images of which Σ xᵀ x is known.
  ///
  /// - Parameters:
  ///   - moments: Σ xᵀ x, D × D.
  ///   - imageCount: N.
  ///   - epsilon: ε.
  init(moments: [Double], imageCount: Int, count: Int, epsilon: Double) {
    let system = SymmetricEigensystem(moments, n: count)
    let rank = min(imageCount, count)
    // W = (F U)ᵀ (F U), with √(√N / (s + ε)) on F's diagonal.
    let scaled = [Float](unsafeUninitializedCapacity: rank * count) { buffer, initialized in
      for i in 0..<rank {
        let singular = max(system.values[i], 0).squareRoot()
        let factor = (Double(imageCount).squareRoot() / (singular + epsilon)).squareRoot()
        for j in 0..<count { buffer[i * count + j] = Float(factor * system.vectors[i * count + j]) }
      }
      initialized = rank * count
    }
    self.init(count: count, matrix: momentMatrix(scaled, rows: rank, columns: count))
  }

  /// Writes x W, D values; x and y do not overlap.
  func apply(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, _ kernels: any KernelSet.Type
  ) {
    padded.withUnsafeBufferPointer { matrix in
      guard let matrix = matrix.baseAddress else { return }
      // y = x · W, M: 1, N: values of the result, K: values of the image.
      kernels.contractRows(
        Contraction(
          rows: 1, columns: count, a: x, aRow: count, b: matrix, bPanel: 0,
          inner: .init(count, aStep: 1, bStep: count), c: y, cRow: count, start: .zero))
    }
  }
}

/// xᵀ x for a matrix by its rows.
func momentMatrix(_ x: [Float], rows: Int, columns: Int) -> [Float] {
  let gemm = GEMM(kernels: InstructionSet.best.kernels)
  var workspace = [Float](
    repeating: 0, count: GEMM.workspaceCount(m: columns, n: columns, k: rows))
  return [Float](unsafeUninitializedCapacity: columns * columns) { buffer, initialized in
    x.withUnsafeBufferPointer { x in
      guard let x = x.baseAddress, let c = buffer.baseAddress else { return }
      let matrix = MatrixView(x, rows: rows, columns: columns)
      // C = Xᵀ · X, M and N: columns, K: rows of X.
      gemm.multiply(
        matrix.transposed, matrix, into: c, cRow: columns, accumulates: false, workspace: &workspace)
    }
    initialized = columns * columns
  }
}
