import LinearAlgebra

/// What one layer did to a batch, and the way back.
struct ReferenceStep {
  /// y.
  let output: Tensor<Double>
  /// What becomes of the parameters that are not trainable, the last ones, while training.
  let movedParameters: [[Double]]
  /// dx and the parameters' gradients from dy.
  let pullback: (_ dOutput: Tensor<Double>) -> (dInput: Tensor<Double>, dParameters: [[Double]])

  /// Creates a step; most layers have no parameter that moves by itself.
  init(
    output: Tensor<Double>, movedParameters: [[Double]] = [],
    pullback: @escaping (_ dOutput: Tensor<Double>) -> (dInput: Tensor<Double>, dParameters: [[Double]])
  ) {
    self.output = output
    self.movedParameters = movedParameters
    self.pullback = pullback
  }
}

/// What a layer may know besides its input: where it stands, and whether this is training.
struct ReferenceContext {
  let layerIndex: Int
  let dropout: DropoutStep?

  /// A training step has masks, whether a layer uses them or not.
  var isTraining: Bool { dropout != nil }
}

/// A layer in plain loops of `Double`: the oracle that fast code is held to.
protocol ReferenceLayer: Layer {
  /// y from x, and with it the pullback.
  ///
  /// - Shapes: input (N, ...), parameters as `parameters(for:)` lists them, row-major.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep
}

/// A matrix as a factor of a product.
enum Factor {
  /// As it is stored.
  case plain([Double])
  /// Stored the other way round.
  case transposed([Double])

  /// The elements, and how far apart neighbours of a column and of a row stand.
  fileprivate func layout(rows: Int, columns: Int) -> (elements: [Double], row: Int, column: Int) {
    switch self {
    case .plain(let elements): (elements, columns, 1)
    case .transposed(let elements): (elements, 1, rows)
    }
  }
}

/// C = A · B in three loops.
///
/// - Shapes: A (M, K), B (K, N), result (M, N).
func product(_ a: Factor, _ b: Factor, m: Int, k: Int, n: Int) -> [Double] {
  let (a, aRow, aColumn) = a.layout(rows: m, columns: k)
  let (b, bRow, bColumn) = b.layout(rows: k, columns: n)
  precondition(
    a.count == m * k && b.count == k * n, "(\(m), \(k)) times (\(k), \(n)) does not fit the factors")
  var c = [Double](repeating: 0, count: m * n)
  for i in 0..<m {
    for l in 0..<k {
      let factor = a[i * aRow + l * aColumn]
      for j in 0..<n { c[i * n + j] += factor * b[l * bRow + j * bColumn] }
    }
  }
  return c
}

/// Adds a bias to every row; backward, a bias gathers the sum of its column.
func addBias(_ bias: [Double], to rows: inout [Double]) {
  for index in rows.indices { rows[index] += bias[index % bias.count] }
}

/// The sum of each column: a bias' gradient.
func columnSums(_ rows: [Double], columns: Int) -> [Double] {
  var sums = [Double](repeating: 0, count: columns)
  for (index, value) in rows.enumerated() { sums[index % columns] += value }
  return sums
}

/// Some neighbouring columns of a matrix, as a matrix of their own.
func cut(_ matrix: [Double], columns: Int, from first: Int, count: Int) -> [Double] {
  stride(from: first, to: matrix.count, by: columns).flatMap { matrix[$0..<$0 + count] }
}

/// Puts a matrix in the place of some neighbouring columns of another.
func paste(_ part: [Double], into matrix: inout [Double], columns: Int, from first: Int, count: Int) {
  for row in 0..<part.count / count {
    let start = row * columns + first
    matrix.replaceSubrange(start..<start + count, with: part[row * count..<(row + 1) * count])
  }
}
