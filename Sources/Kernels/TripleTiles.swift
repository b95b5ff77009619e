// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// One row of C, three vectors wide.
@frozen public struct TripleRow<V: Vector>: Tile {
  @usableFromInline var x: V
  @usableFromInline var y: V
  @usableFromInline var z: V

  @_transparent public static var rows: Int { 1 }
  @_transparent public static var width: Int { 3 &* V.width }
  @_transparent public init(loading start: UnsafePointer<Float>, _ row: Int) {
    x = V.load(start)
    y = V.load(start + V.width)
    z = V.load(start + 2 &* V.width)
  }
  @_transparent public static func load(_ b: UnsafePointer<Float>) -> (V, V, V) {
    (V.load(b), V.load(b + V.width), V.load(b + 2 &* V.width))
  }
  @_transparent public mutating func accumulate(
    _ a: UnsafePointer<Float>, _ rows: RowDistance, _ b: (V, V, V)
  ) {
    let broadcast = V(repeating: a[0])
    x.addProduct(of: broadcast, b.0)
    y.addProduct(of: broadcast, b.1)
    z.addProduct(of: broadcast, b.2)
  }
  @_transparent public func store(_ c: UnsafeMutablePointer<Float>, _ cRow: Int) {
    x.store(c)
    y.store(c + V.width)
    z.store(c + 2 &* V.width)
  }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// Up to 9 rows of three vectors: 27 accumulators, three vectors of B and a broadcast fill 31 of 32 registers.
@frozen public enum TallTripleTiles<V: Vector>: TileFamily {
  @_transparent public static var maximumRows: Int { 9 }
  @_transparent public static var width: Int { 3 &* V.width }

  @_transparent public static func compute(rows: Int, _ product: Contraction, at place: TilePlace) {
    typealias Row = TripleRow<V>
    typealias Four = Twice<Twice<Row>>
    switch rows {
    case 9: computeTile(Plus<Twice<Four>, Row>.self, product, place)
    case 8: computeTile(Twice<Four>.self, product, place)
    case 7: computeTile(Plus<Four, Plus<Twice<Row>, Row>>.self, product, place)
    default: computeLow(Row.self, rows: rows, product, place)
    }
  }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// Up to 4 rows of three vectors: 12 accumulators, three vectors of B and a broadcast fill 16 registers.
@frozen public enum LowTripleTiles<V: Vector>: TileFamily {
  @_transparent public static var maximumRows: Int { 4 }
  @_transparent public static var width: Int { 3 &* V.width }

  @_transparent public static func compute(rows: Int, _ product: Contraction, at place: TilePlace) {
    typealias Row = TripleRow<V>
    switch rows {
    case 4: computeTile(Twice<Twice<Row>>.self, product, place)
    case 3: computeTile(Plus<Twice<Row>, Row>.self, product, place)
    case 2: computeTile(Twice<Row>.self, product, place)
    default: computeTile(Row.self, product, place)
    }
  }
}
