import Kernels
import TrainParallel

/// The products of a dense layer.
enum ProductKind: String, CaseIterable {
  /// Y = X·W
  case output = "Y"
  /// dW = Xᵀ·dY
  case kernelGradient = "dW"
  /// dX = dY·Wᵀ
  case inputGradient = "dX"
}

/// Matrix products on one thread: squares, and the three products of each dense layer.
enum GEMMGroup: BenchmarkGroup {
  static let name = "gemm"
  static let summary = "matrix products on one thread: squares, and the products of the dense layers"
  static let options: Set = [
    "--workload", "--batch-size", "--product", "--size", "--instruction-set", "--seconds",
  ]

  private struct Product {
    let name: String
    let m: Int
    let n: Int
    let k: Int
    var kind = ProductKind.output

    /// Whether A or B are stored the other way round.
    var transposesA: Bool { kind == .kernelGradient }
    var transposesB: Bool { kind == .inputGradient }
  }

  private struct Row {
    let product: Product
    let speed: Speed
  }

  private static let table = ResultTable<Row>(
    columns: [
      .text("product", "product", width: 34) { $0.product.name }, .count("m", "M", width: 5) { $0.product.m },
      .count("n", "N", width: 5) { $0.product.n }, .count("k", "K", width: 5) { $0.product.k },
    ] + Speed.columns { $0.speed })

  static func run(_ settings: Settings) throws {
    settings.begin(table)
    let kernels = settings.instructionSet.kernels
    for product in try products(settings) {
      let matrices = Matrices(product, kernels)
      matrices.multiply()
      try matrices.check()
      let operations = 2 * Double(product.m) * Double(product.n) * Double(product.k)
      let speed = Speed(operations: operations, seconds: settings.seconds ?? 0.4, kernels) {
        matrices.multiply()
      }
      settings.print(Row(product: product, speed: speed), in: table)
    }
  }

  /// The one product that was asked for, or squares and those of the workloads.
  private static func products(_ settings: Settings) throws -> [Product] {
    if let size = settings.productSize {
      let kind = settings.product
      return [Product(name: kind.rawValue, m: size[0], n: size[1], k: size[2], kind: kind)]
    }
    let squares = [256, 512, 1024, 2048].map { Product(name: "square", m: $0, n: $0, k: $0) }
    return squares + (try settings.cases.flatMap(denseProducts))
  }

  /// Y = X·W, dW = Xᵀ·dY and dX = dY·Wᵀ of each dense layer.
  private static func denseProducts(_ workload: Workload, batchSize: Int) throws -> [Product] {
    let model = try workload.model()
    return model.layers.indices.flatMap { index -> [Product] in
      guard let layer = model.layers[index] as? Dense else { return [] }
      let (inputs, units) = (model.inputShape(ofLayer: index)[-1], layer.units)
      let name = "\(workload.name) \(batchSize), \(layer.name)"
      return [
        Product(name: "\(name), Y", m: batchSize, n: units, k: inputs),
        Product(name: "\(name), dW", m: inputs, n: units, k: batchSize, kind: .kernelGradient),
        Product(name: "\(name), dX", m: batchSize, n: inputs, k: units, kind: .inputGradient),
      ]
    }
  }

  /// Factors, product and workspace of one product.
  private final class Matrices {
    private let product: Product
    private let gemm: GEMM
    private let a: FloatMemory
    private let b: FloatMemory
    private let c: FloatMemory
    private let workspace: FloatMemory

    init(_ product: Product, _ kernels: any KernelSet.Type) {
      self.product = product
      let (m, n, k) = (product.m, product.n, product.k)
      gemm = GEMM(kernels: kernels)
      a = FloatMemory(count: m * k)
      b = FloatMemory(count: k * n)
      c = FloatMemory(count: m * n)
      workspace = FloatMemory(count: GEMM.workspaceCount(m: m, n: n, k: k))
      for i in 0..<m * k { a.start[i] = Float(i &* 7919 % 1000) / 500 - 1 }
      for i in 0..<k * n { b.start[i] = Float(i &* 6101 % 1000) / 500 - 1 }
      c.start.update(repeating: .nan, count: m * n)
    }

    private var viewOfA: MatrixView {
      product.transposesA
        ? MatrixView(a.start, rows: product.k, columns: product.m).transposed
        : MatrixView(a.start, rows: product.m, columns: product.k)
    }

    private var viewOfB: MatrixView {
      product.transposesB
        ? MatrixView(b.start, rows: product.n, columns: product.k).transposed
        : MatrixView(b.start, rows: product.k, columns: product.n)
    }

    func multiply() {
      gemm.multiply(
        viewOfA, viewOfB, into: c.start, cRow: product.n, accumulates: false, workspace: workspace.start)
    }

    /// Some thousand elements against sums in `Double`, within the bound of K + 1 roundings of 2⁻²⁴ Σ|a·b|.
    func check() throws {
      let count = product.m * product.n
      let (a, b) = (viewOfA, viewOfB)
      for place in stride(from: 0, to: count, by: max(1, count / 1009)) {
        let (i, j) = (place / product.n, place % product.n)
        var (sum, magnitude) = (0.0, 0.0)
        for l in 0..<product.k {
          let term =
            Double(a.start[i * a.rowStride + l * a.columnStride])
            * Double(b.start[l * b.rowStride + j * b.columnStride])
          sum += term
          magnitude += abs(term)
        }
        guard abs(Double(c.start[place]) - sum) <= Double(product.k + 1) * 0x1p-24 * magnitude else {
          throw BenchmarkError.wrongResult("\(product.name): C[\(i), \(j)] is \(c.start[place]), not \(sum)")
        }
      }
    }
  }
}
