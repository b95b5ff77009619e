/// The kernels that multiply.
public protocol ContractionKernels {
  /// The vector type.
  associatedtype V: Vector
  /// Tiles of two vectors.
  associatedtype Wide: TileFamily
  /// Tiles of one vector.
  associatedtype Narrow: TileFamily

  /// The number of columns of a panel of B: two vectors.
  static var panelWidth: Int { get }

  /// Computes a contraction, cut into tiles.
  static func contract(_ product: Contraction)

  /// Packs B into panels: panel[p][k][n] = B[k · kStride + (p · panelWidth + n) · nStride], zero behind the last column.
  ///
  /// - Parameters:
  ///   - k: K, the rows of B.
  ///   - n: N, the columns of B.
  ///   - b: B[0, 0].
  ///   - kStride: The distance of B's rows.
  ///   - nStride: The distance of B's columns.
  ///   - panels: Room for ⌈N / panelWidth⌉ · K · panelWidth floats.
  ///   - panelStride: The distance from one panel to the next, at least K · panelWidth.
  static func packPanels(
    k: Int, n: Int, b: UnsafePointer<Float>, kStride: Int, nStride: Int, panels: UnsafeMutablePointer<Float>,
    panelStride: Int)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ContractionKernels {
  @_transparent public static var panelWidth: Int { 2 &* V.width }

  @inlinable @inline(__always)
  public static func contract(_ product: Contraction) {
    // A row of zeros, and room for the edge of C: it is computed in full there, and what exists of it is copied.
    // Up to a kibibyte stands on the stack.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 256) { memory in
      guard let zeros = memory.baseAddress else { return }
      for i in 0..<panelWidth { zeros[i] = 0 }
      let edge = zeros + panelWidth
      var column = 0
      var b = product.b
      while column < product.columns {
        if product.columns &- column > V.width {
          panels(Wide.self, product, b, column: column, zeros, edge)
        } else {
          panels(Narrow.self, product, b, column: column, zeros, edge)
        }
        column &+= panelWidth
        b += product.bPanel
      }
    }
  }

  /// One panel in all repetitions.
  @inlinable @inline(__always)
  static func panels<Family: TileFamily>(
    _: Family.Type, _ product: Contraction, _ b: UnsafePointer<Float>, column: Int,
    _ zeros: UnsafePointer<Float>, _ edge: UnsafeMutablePointer<Float>
  ) {
    var a = product.a
    var b = b
    var c = product.c + column
    for _ in 0..<product.repetition.count {
      panel(Family.self, product, a, b, c, column: column, zeros, edge)
      a += product.repetition.aStep
      b += product.repetition.bStep
      c += product.repetition.cStep
    }
  }

  /// All rows of one panel, in tiles of nearly equal height.
  @inlinable @inline(__always)
  static func panel<Family: TileFamily>(
    _: Family.Type, _ product: Contraction, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>,
    _ c: UnsafeMutablePointer<Float>, column: Int, _ zeros: UnsafePointer<Float>,
    _ edge: UnsafeMutablePointer<Float>
  ) {
    let columns = min(product.columns &- column, Family.width)
    let isEdge = columns < Family.width && !product.isPadded
    var start = zeros
    var startRow = 0
    switch product.start {
    case .zero: break
    case .bias(let bias): start = bias + column
    case .rowBias(let bias):
      start = bias
      startRow = panelWidth
    case .accumulate:
      start = UnsafePointer(c)
      startRow = product.cRow
    }
    var remaining = product.rows
    var a = a
    var c = c
    let edgeRows = (256 &- panelWidth) / Family.width
    let maximumRows = isEdge ? min(Family.maximumRows, edgeRows) : Family.maximumRows
    var tiles = (product.rows &+ maximumRows &- 1) / maximumRows
    while tiles > 0 {
      let rows = (remaining &+ tiles &- 1) / tiles
      var place = TilePlace(a: a, b: b, start: start, startRow: startRow, c: c, cRow: product.cRow)
      if isEdge {
        place.c = edge
        place.cRow = Family.width
        if case .accumulate = product.start {
          copy(rows, columns, UnsafePointer(c), product.cRow, edge, Family.width)
          place.start = UnsafePointer(edge)
          place.startRow = Family.width
        }
      }
      Family.compute(rows: rows, product, at: place)
      if isEdge { copy(rows, columns, UnsafePointer(edge), Family.width, c, product.cRow) }
      a += rows &* product.aRow
      c += rows &* product.cRow
      start += rows &* startRow
      remaining &-= rows
      tiles &-= 1
    }
  }

  /// Copies a block of rows and columns.
  @inlinable @inline(__always)
  static func copy(
    _ rows: Int, _ columns: Int, _ source: UnsafePointer<Float>, _ sourceRow: Int,
    _ destination: UnsafeMutablePointer<Float>, _ destinationRow: Int
  ) {
    for i in 0..<rows {
      for j in 0..<columns { destination[i &* destinationRow &+ j] = source[i &* sourceRow &+ j] }
    }
  }

  @inlinable @inline(__always)
  public static func packPanels(
    k: Int, n: Int, b: UnsafePointer<Float>, kStride: Int, nStride: Int, panels: UnsafeMutablePointer<Float>,
    panelStride: Int
  ) {
    var column = 0
    var panel = panels
    while column < n {
      let columns = min(panelWidth, n &- column)
      var source = b + column &* nStride
      var destination = panel
      for _ in 0..<k {
        if columns == panelWidth && nStride == 1 {
          V.load(source).store(destination)
          V.load(source + V.width).store(destination + V.width)
        } else {
          for j in 0..<columns { destination[j] = source[j &* nStride] }
          for j in columns..<panelWidth { destination[j] = 0 }
        }
        source += kStride
        destination += panelWidth
      }
      column &+= columns
      panel += panelStride
    }
  }
}
