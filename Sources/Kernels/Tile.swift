/// The accumulators of a few rows of C, one or two vectors wide, kept in registers.
///
/// A tile is a type composed of smaller ones: `Plus<Twice<WideRow>, WideRow>` is three rows. All members are
/// transparent, so that a tile of any height becomes straight code on registers.
public protocol Tile {
  /// The vector type.
  associatedtype V: Vector
  /// One row of B: one or two vectors.
  associatedtype Columns
  /// The number of rows.
  static var rows: Int { get }
  /// The number of floats of a row.
  static var width: Int { get }
  /// The accumulators as they stand in memory, rows `row` floats apart; with 0 the same numbers in every row.
  init(loading start: UnsafePointer<Float>, _ row: Int)
  /// One row of B.
  static func load(_ b: UnsafePointer<Float>) -> Columns
  /// row[m] += A[m] · b
  mutating func accumulate(_ a: UnsafePointer<Float>, _ rows: RowDistance, _ b: Columns)
  /// Writes all rows to C.
  func store(_ c: UnsafeMutablePointer<Float>, _ cRow: Int)
}

/// The distance of A's rows, by one and by four.
@frozen public struct RowDistance {
  @usableFromInline let one: Int
  @usableFromInline let four: Int

  @_transparent
  @usableFromInline init(_ product: Contraction) {
    one = product.aRow
    four = product.aFourRows
  }

  /// The place of a row of A.
  @_transparent
  @usableFromInline func offset(ofRow row: Int) -> Int { row / 4 &* four &+ row % 4 &* one }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// One row of C, one vector wide.
@frozen public struct NarrowRow<V: Vector>: Tile {
  @usableFromInline var x: V

  @_transparent public static var rows: Int { 1 }
  @_transparent public static var width: Int { V.width }
  @_transparent public init(loading start: UnsafePointer<Float>, _ row: Int) { x = V.load(start) }
  @_transparent public static func load(_ b: UnsafePointer<Float>) -> V { V.load(b) }
  @_transparent public mutating func accumulate(_ a: UnsafePointer<Float>, _ rows: RowDistance, _ b: V) {
    x.addProduct(of: V(repeating: a[0]), b)
  }
  @_transparent public func store(_ c: UnsafeMutablePointer<Float>, _ cRow: Int) { x.store(c) }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// One row of C, two vectors wide.
@frozen public struct WideRow<V: Vector>: Tile {
  @usableFromInline var x: V
  @usableFromInline var y: V

  @_transparent public static var rows: Int { 1 }
  @_transparent public static var width: Int { 2 &* V.width }
  @_transparent public init(loading start: UnsafePointer<Float>, _ row: Int) {
    x = V.load(start)
    y = V.load(start + V.width)
  }
  @_transparent public static func load(_ b: UnsafePointer<Float>) -> (V, V) {
    (V.load(b), V.load(b + V.width))
  }
  @_transparent public mutating func accumulate(_ a: UnsafePointer<Float>, _ rows: RowDistance, _ b: (V, V)) {
    let broadcast = V(repeating: a[0])
    x.addProduct(of: broadcast, b.0)
    y.addProduct(of: broadcast, b.1)
  }
  @_transparent public func store(_ c: UnsafeMutablePointer<Float>, _ cRow: Int) {
    x.store(c)
    y.store(c + V.width)
  }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// The rows of one tile above the rows of another.
@frozen public struct Plus<Upper: Tile, Lower: Tile>: Tile
where Upper.V == Lower.V, Upper.Columns == Lower.Columns {
  public typealias V = Upper.V
  public typealias Columns = Upper.Columns
  @usableFromInline var upper: Upper
  @usableFromInline var lower: Lower

  @_transparent public static var rows: Int { Upper.rows &+ Lower.rows }
  @_transparent public static var width: Int { Upper.width }
  @_transparent public init(loading start: UnsafePointer<Float>, _ row: Int) {
    upper = Upper(loading: start, row)
    lower = Lower(loading: start + Upper.rows &* row, row)
  }
  @_transparent public static func load(_ b: UnsafePointer<Float>) -> Columns { Upper.load(b) }
  @_transparent public mutating func accumulate(_ a: UnsafePointer<Float>, _ rows: RowDistance, _ b: Columns)
  {
    upper.accumulate(a, rows, b)
    lower.accumulate(a + rows.offset(ofRow: Upper.rows), rows, b)
  }
  @_transparent public func store(_ c: UnsafeMutablePointer<Float>, _ cRow: Int) {
    upper.store(c, cRow)
    lower.store(c + Upper.rows &* cRow, cRow)
  }
}

/// A tile of two equal halves.
public typealias Twice<Half: Tile> = Plus<Half, Half>
