import LinearAlgebra
import Testing

@Suite struct SymmetricEigensystemTests {
  /// A = Bᵀ B of made-up numbers, of rank `rank`.
  private func matrix(_ n: Int, rank: Int) -> [Double] {
    let b = (0..<rank * n).map { Double(($0 * 7919 + 31) % 101) / 50 - 1 }
    var a = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0..<n { for k in 0..<rank { a[i * n + j] += b[k * n + i] * b[k * n + j] } }
    }
    return a
  }

  /// A u = λ u, |u| = 1, u ⊥ u', the greatest first: to some roundings of the greatest value.
  @Test(arguments: [(1, 1), (2, 2), (3, 1), (7, 7), (20, 20), (33, 5), (48, 48)])
  func vectorsAreThoseOfTheMatrix(n: Int, rank: Int) {
    let a = matrix(n, rank: rank)
    let system = SymmetricEigensystem(a, n: n)
    let tolerance = 1e-13 * Double(n) * max(system.values[0], 1)
    #expect(system.values == system.values.sorted(by: >))
    for i in 0..<n {
      let u = system.vectors[i * n..<(i + 1) * n]
      for row in 0..<n {
        let product = zip(a[row * n..<(row + 1) * n], u).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - system.values[i] * u[u.startIndex + row]) < tolerance)
      }
      for j in 0...i {
        let dot = zip(u, system.vectors[j * n..<(j + 1) * n]).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(dot - (i == j ? 1 : 0)) < 1e-13 * Double(n))
      }
    }
    for i in rank..<max(n, rank) { #expect(abs(system.values[i]) < tolerance) }
  }

  @Test func diagonalMatricesAreTheirOwn() {
    let system = SymmetricEigensystem([2, 0, 0, 0, -5, 0, 0, 0, 3], n: 3)
    #expect(system.values == [3, 2, -5])
    #expect(system.vectors == [0, 0, 1, 1, 0, 0, 0, 1, 0])
    #expect(SymmetricEigensystem([0, 0, 0, 0], n: 2).values == [0, 0])
  }

  /// Only the lower half is read.
  @Test func theUpperHalfIsTheLower() {
    let system = SymmetricEigensystem([2, .nan, 1, 2], n: 2)
    #expect(abs(system.values[0] - 3) < 1e-15 && abs(system.values[1] - 1) < 1e-15)
  }
}
