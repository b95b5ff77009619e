import Foundation

/// The eigenvalues λ and eigenvectors u of a symmetric matrix: A u = λ u.
///
/// Householder reflections bring the matrix to three diagonals, rotations of the implicit QL algorithm to one. Values are
/// right to some ulp of the greatest of them. Some 6 n³ multiplications.
///
/// - Source: G. Golub, C. Van Loan, "Matrix Computations", 8.3; H. Bowdler et al., "The QR and QL algorithms for symmetric
///   matrices", Numerische Mathematik 11 (1968).
public struct SymmetricEigensystem {
  /// λ, the greatest first.
  public let values: [Double]
  /// The eigenvectors of length 1, one a row, in the order of the values.
  public let vectors: [Double]

  /// Finds them.
  ///
  /// - Parameters:
  ///   - matrix: n × n numbers, of which those on and below the diagonal are read.
  ///   - n: The rows.
  public init(_ matrix: [Double], n: Int) {
    precondition(matrix.count == n * n && n > 0, "A matrix of \(n) rows has \(n * n) elements")
    var tridiagonal = Tridiagonal(matrix, n: n)
    tridiagonal.diagonalize()
    let (diagonal, rows) = (tridiagonal.diagonal, tridiagonal.rows)
    let order = (0..<n).sorted { (-diagonal[$0], $0) < (-diagonal[$1], $1) }
    values = order.map { diagonal[$0] }
    vectors = order.flatMap { rows[$0 * n..<($0 + 1) * n] }
  }
}

/// A = Qᵀ T Q, with T of three diagonals and Q's rows in memory one after the other.
private struct Tridiagonal {
  let n: Int
  /// T[i, i]
  var diagonal: [Double]
  /// T[i + 1, i]; 0 at the end.
  var below: [Double]
  /// Q
  var rows: [Double]

  /// Reduces a matrix column by column: A ← H A H with H = 1 − β v vᵀ, which leaves one number below the diagonal.
  init(_ matrix: [Double], n: Int) {
    self.n = n
    (diagonal, below) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
    rows = [Double](repeating: 0, count: n * n)
    var a = matrix
    for i in 0..<n {
      for j in i + 1..<max(n, i + 1) { a[i * n + j] = a[j * n + i] }
    }
    // v of each step, in the row of the column that it clears; β beside.
    var scales = [Double](repeating: 0, count: n)
    var w = [Double](repeating: 0, count: n)
    a.withUnsafeMutableBufferPointer { a in
      for k in 0..<n {
        diagonal[k] = a[k * n + k]
        guard k + 1 < n else { break }
        // The matrix is symmetric all along: the column stands in the row too.
        let v = k * n
        var square = 0.0
        for j in k + 1..<n { square += a[v + j] * a[v + j] }
        let rest = square - a[v + k + 1] * a[v + k + 1]
        guard rest > 0 else {
          below[k] = a[v + k + 1]
          continue
        }
        below[k] = a[v + k + 1] > 0 ? -square.squareRoot() : square.squareRoot()
        a[v + k + 1] -= below[k]
        let beta = 2 / (rest + a[v + k + 1] * a[v + k + 1])
        scales[k] = beta
        var product = 0.0
        for i in k + 1..<n {
          var sum = 0.0
          for j in k + 1..<n { sum += a[i * n + j] * a[v + j] }
          w[i] = beta * sum
          product += w[i] * a[v + i]
        }
        for i in k + 1..<n { w[i] -= beta / 2 * product * a[v + i] }
        for i in k + 1..<n {
          let (vi, wi) = (a[v + i], w[i])
          for j in k + 1..<n { a[i * n + j] -= vi * w[j] + wi * a[v + j] }
        }
      }
      // Q = H₍ₙ₋₂₎ … H₀, from the last on: each step meets only rows and columns that are no unit vectors any more.
      rows.withUnsafeMutableBufferPointer { q in
        for i in 0..<n { q[i * n + i] = 1 }
        for k in (0..<n).reversed() where scales[k] > 0 {
          for i in k + 1..<n {
            var sum = 0.0
            for j in k + 1..<n { sum += q[i * n + j] * a[k * n + j] }
            sum *= scales[k]
            for j in k + 1..<n { q[i * n + j] -= sum * a[k * n + j] }
          }
        }
      }
    }
  }

  /// Makes T diagonal by rotations of neighbouring rows and columns, with the shift that takes the next eigenvalue out.
  mutating func diagonalize() {
    let norm = (0..<n).reduce(0) { max($0, abs(diagonal[$1]) + abs(below[$1])) }
    let negligible = norm * .ulpOfOne
    for l in 0..<n {
      while true {
        var m = l
        while m + 1 < n, abs(below[m]) > negligible { m += 1 }
        if m == l { break }
        rotate(from: l, to: m)
      }
    }
  }

  private mutating func rotate(from l: Int, to m: Int) {
    var g = (diagonal[l + 1] - diagonal[l]) / (2 * below[l])
    let radius = (g * g + 1).squareRoot()
    g = diagonal[m] - diagonal[l] + below[l] / (g + (g < 0 ? -radius : radius))
    var (sine, cosine, shift) = (1.0, 1.0, 0.0)
    for i in (l..<m).reversed() {
      let (f, b) = (sine * below[i], cosine * below[i])
      let r = (f * f + g * g).squareRoot()
      below[i + 1] = r
      if r == 0 {
        diagonal[i + 1] -= shift
        below[m] = 0
        return
      }
      (sine, cosine) = (f / r, g / r)
      g = diagonal[i + 1] - shift
      let change = (diagonal[i] - g) * sine + 2 * cosine * b
      shift = sine * change
      diagonal[i + 1] = g + shift
      g = cosine * change - b
      rows.withUnsafeMutableBufferPointer { rows in
        for k in 0..<n {
          let (upper, lower) = (rows[i * n + k], rows[(i + 1) * n + k])
          rows[(i + 1) * n + k] = sine * upper + cosine * lower
          rows[i * n + k] = cosine * upper - sine * lower
        }
      }
    }
    diagonal[l] -= shift
    below[l] = g
    below[m] = 0
  }
}
