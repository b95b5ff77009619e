import LinearAlgebra
import Testing

@Suite struct GEMMTests {
  /// A matrix in memory row by row or column by column, each of them longer than it need be.
  struct Matrix {
    let memory: GuardedFloats
    let view: MatrixView

    init(rows: Int, columns: Int, isTransposed: Bool, gap: Int, seed: Int) {
      let length = (isTransposed ? rows : columns) + gap
      memory = GuardedFloats(length * (isTransposed ? columns : rows)) { number($0, seed) }
      view =
        isTransposed
        ? MatrixView(memory.start, rows: columns, columns: rows, rowStride: length).transposed
        : MatrixView(memory.start, rows: rows, columns: columns, rowStride: length)
    }

    func element(_ i: Int, _ j: Int) -> Float { view.start[i * view.rowStride + j * view.columnStride] }
  }

  /// C of a product of numbers, and what surrounds it, under every instruction set; `every` checks only some elements.
  func check(
    _ m: Int, _ n: Int, _ k: Int, transposed: (Bool, Bool) = (false, false), accumulates: Bool = false,
    every: Int = 1
  ) {
    let a = Matrix(rows: m, columns: k, isTransposed: transposed.0, gap: m % 3, seed: 1)
    let b = Matrix(rows: k, columns: n, isTransposed: transposed.1, gap: n % 4, seed: 2)
    let cRow = n + 5
    withEveryInstructionSet { set, kernels in
      let c = GuardedFloats(m * cRow) { accumulates ? number($0, 3) : .nan }
      let before = c.values
      let workspace = GuardedFloats(GEMM.workspaceCount(m: m, n: n, k: k))
      GEMM(kernels: kernels).multiply(
        a.view, b.view, into: c.start, cRow: cRow, accumulates: accumulates, workspace: workspace.start)
      let label = "\(set): \(m)x\(n)x\(k), transposed \(transposed), accumulates \(accumulates)"
      #expect(c.isGuarded && workspace.isGuarded, "\(label)")
      var isRight = true
      for place in stride(from: 0, to: m * cRow, by: every) {
        let (i, j) = (place / cRow, place % cRow)
        var sum = accumulates || j >= n ? before[place] : 0
        if j < n { for l in 0..<k { sum = set.addingProduct(sum, a.element(i, l), b.element(l, j)) } }
        // Whatever the blocks, the sum runs over K in order: the same bits as the plain loop's.
        isRight = isRight && c[place].bitPattern == sum.bitPattern
      }
      #expect(isRight, "\(label)")
      return c.values.map { $0.isNaN ? 0 : $0 }
    }
  }

  @Test(arguments: [(false, false), (false, true), (true, false), (true, true)])
  func randomSizes(transposed: (Bool, Bool)) {
    for trial in 0..<24 {
      let sizes = (0..<3).map { 1 + Int((number(trial * 3 + $0, 9) + 1) * 34.99) }
      check(sizes[0], sizes[1], sizes[2], transposed: transposed, accumulates: trial % 2 == 1, every: 7)
    }
    for (m, n, k) in [
      (1, 1, 1), (1, 17, 3), (15, 1, 4), (7, 33, 0), (6, 16, 1), (14, 32, 2), (0, 5, 3), (5, 0, 3),
    ] {
      for accumulates in [false, true] { check(m, n, k, transposed: transposed, accumulates: accumulates) }
    }
  }

  /// One less, the same, and one more than the blocks of K, M and N.
  @Test func edgesOfBlocks() {
    for k in [383, 384, 385, 769] { check(9, 20, k, accumulates: k == 385, every: 3) }
    // With and without packing of B: up to four tiles of rows, of 4 or 9.
    for m in [15, 16, 17, 35, 36, 37, 82] { check(m, 101, 5, transposed: (m % 2 == 1, false), every: 5) }
    for n in [47, 48, 49, 383, 384, 385, 769] { check(3, n, 6, transposed: (false, true), every: 5) }
    check(169, 770, 386, accumulates: true, every: 4999)
  }

  /// Against Double, within the bound that the exact sum of products has: (K + 1) roundings of u Σ|a·b|.
  @Test func againstDouble() {
    let (m, n, k) = (30, 37, 300)
    let a = Matrix(rows: m, columns: k, isTransposed: false, gap: 0, seed: 1)
    let b = Matrix(rows: k, columns: n, isTransposed: true, gap: 0, seed: 2)
    var exact: [Double] = []
    var bound: [Double] = []
    for i in 0..<m {
      for j in 0..<n {
        let products = (0..<k).map { Double(a.element(i, $0)) * Double(b.element($0, j)) }
        exact.append(products.reduce(0, +))
        bound.append(products.reduce(0) { $0 + abs($1) } * Double(k + 1) * unitRoundoff)
      }
    }
    withEveryInstructionSet { set, kernels in
      let c = GuardedFloats(m * n)
      let workspace = GuardedFloats(GEMM.workspaceCount(m: m, n: n, k: k))
      GEMM(kernels: kernels).multiply(
        a.view, b.view, into: c.start, cRow: n, accumulates: false, workspace: workspace.start)
      #expect(firstDifference(c.values, exact) { bound[$0] } == nil, "\(set)")
      return c.values
    }
  }

  /// Not a number in unused memory does not get into the product.
  @Test func readsOnlyTheMatrices() {
    for set in InstructionSet.available {
      let a = GuardedFloats(5 * 9) { $0 % 9 < 4 ? 1 : .nan }
      let b = GuardedFloats(4 * 30) { $0 % 30 < 19 ? 2 : .nan }
      let c = GuardedFloats(5 * 19)
      let workspace = GuardedFloats(GEMM.workspaceCount(m: 5, n: 19, k: 4))
      for i in 0..<workspace.count { workspace[i] = .nan }
      GEMM(kernels: set.kernels).multiply(
        MatrixView(a.start, rows: 5, columns: 4, rowStride: 9),
        MatrixView(b.start, rows: 4, columns: 19, rowStride: 30), into: c.start, cRow: 19, accumulates: false,
        workspace: workspace.start)
      #expect(c.values.allSatisfy { $0 == 8 } && workspace.isGuarded)
    }
  }
}
