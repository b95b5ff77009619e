/// The kernels that multiply.
public protocol ContractionKernels: TransposeKernels {
  /// Tiles of two vectors.
  associatedtype Wide: TileFamily
  /// Tiles of one vector.
  associatedtype Narrow: TileFamily
  /// Tiles of three vectors.
  associatedtype Triple: TileFamily

  /// The number of columns of a panel of B: two vectors.
  static var panelWidth: Int { get }
  /// The number of columns of a wide panel: three vectors.
  static var widePanelWidth: Int { get }
  /// The most rows of a tile of three vectors.
  static var widePanelRows: Int { get }

  /// Computes a contraction, cut into tiles.
  static func contract(_ product: Contraction)

  /// Computes a contraction of whole panels of three vectors, `bPanel` apart: of fewer instructions for each product
  /// than `contract`, where there are as many columns.
  ///
  /// - Parameter product: A contraction that starts from zero or accumulates; its columns are a multiple of
  ///   `widePanelWidth`.
  static func contractWidePanels(_ product: Contraction)

  /// Packs B into panels: panel[p][k][n] = B[k · kStride + (p · width + n) · nStride], zero behind the last column.
  ///
  /// - Parameters:
  ///   - k: K, the rows of B.
  ///   - n: N, the columns of B.
  ///   - b: B[0, 0].
  ///   - kStride: The distance of B's rows.
  ///   - nStride: The distance of B's columns.
  ///   - panels: Room for ⌈N / width⌉ · K · width floats.
  ///   - panelStride: The distance from one panel to the next, at least K · width.
  ///   - width: The columns of a panel.
  static func packPanels(
    k: Int, n: Int, b: UnsafePointer<Float>, kStride: Int, nStride: Int, panels: UnsafeMutablePointer<Float>,
    panelStride: Int, width: Int)
}

extension ContractionKernels {
  /// Computes a contraction with a B that is not packed, but has its columns side by side; `bPanel` means nothing.
  ///
  /// Through the table of functions, so that it compiles neither of the two again.
  public static func contractRows(_ product: Contraction) {
    var wideColumns = product.columns / widePanelWidth &* widePanelWidth
    // A tile of one vector would load as much as it multiplies: four vectors are better two and two.
    let rest = product.columns &- wideColumns
    if rest > 0, rest <= V.width, wideColumns > 0 { wideColumns &-= widePanelWidth }
    var part = product
    if wideColumns > 0 {
      part.columns = wideColumns
      part.bPanel = widePanelWidth
      contractWidePanels(part)
    }
    if wideColumns < product.columns {
      part.columns = product.columns &- wideColumns
      part.bPanel = panelWidth
      part.b += wideColumns
      part.c += wideColumns
      contract(part)
    }
  }

  /// Packs B into panels of `panelWidth` columns.
  @inlinable @inline(__always)
  public static func packPanels(
    k: Int, n: Int, b: UnsafePointer<Float>, kStride: Int, nStride: Int, panels: UnsafeMutablePointer<Float>,
    panelStride: Int
  ) {
    packPanels(
      k: k, n: n, b: b, kStride: kStride, nStride: nStride, panels: panels, panelStride: panelStride,
      width: panelWidth)
  }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ContractionKernels {
  @_transparent public static var panelWidth: Int { 2 &* V.width }
  @_transparent public static var widePanelWidth: Int { Triple.width }
  @_transparent public static var widePanelRows: Int { Triple.maximumRows }

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

  @inlinable @inline(__always)
  public static func contractWidePanels(_ product: Contraction) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: widePanelWidth) { memory in
      guard let zeros = memory.baseAddress else { return }
      for i in 0..<widePanelWidth { zeros[i] = 0 }
      var column = 0
      var b = product.b
      while column < product.columns {
        panels(Triple.self, product, b, column: column, zeros, zeros)
        column &+= widePanelWidth
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
    var (from, to) = (source, destination)
    for _ in 0..<rows {
      if columns >= V.width {
        copyVectors(of: V.self, columns, from, to)
      } else if columns >= 4 {
        copyVectors(of: SIMD4<Float>.self, columns, from, to)
      } else {
        for j in 0..<columns { to[j] = from[j] }
      }
      from += sourceRow
      to += destinationRow
    }
  }

  /// Copies at least as many columns as a vector has; the last vector may overlap the one before.
  @inlinable @inline(__always)
  static func copyVectors<Part: Vector>(
    of _: Part.Type, _ columns: Int, _ source: UnsafePointer<Float>,
    _ destination: UnsafeMutablePointer<Float>
  ) {
    var j = 0
    while j &+ Part.width <= columns {
      Part.load(source + j).store(destination + j)
      j &+= Part.width
    }
    let last = columns &- Part.width
    if j < columns { Part.load(source + last).store(destination + last) }
  }

  @inlinable @inline(__always)
  public static func packPanels(
    k: Int, n: Int, b: UnsafePointer<Float>, kStride: Int, nStride: Int, panels: UnsafeMutablePointer<Float>,
    panelStride: Int, width: Int
  ) {
    var column = 0
    var panel = panels
    while column < n {
      let columns = min(width, n &- column)
      let source = b + column &* nStride
      if kStride == 1 {
        transpose(
          rows: columns, columns: k, source, sourceRow: nStride, into: panel, destinationRow: width,
          accumulates: false)
      } else if nStride == 1 {
        copy(k, columns, source, kStride, panel, width)
      } else {
        for i in 0..<k {
          let (from, to) = (source + i &* kStride, panel + i &* width)
          for j in 0..<columns { to[j] = from[j &* nStride] }
        }
      }
      if columns < width {
        for i in 0..<k {
          for j in columns..<width { panel[i &* width &+ j] = 0 }
        }
      }
      column &+= columns
      panel += panelStride
    }
  }
}
