/// Where one tile of a contraction starts in memory.
@frozen public struct TilePlace {
  /// A's first element.
  public var a: UnsafePointer<Float>
  /// B's first element.
  public var b: UnsafePointer<Float>
  /// What the sums start from.
  public var start: UnsafePointer<Float>
  /// The distance of the rows of `start`; 0 where all rows start from the same numbers.
  public var startRow: Int
  /// Where the sums go.
  public var c: UnsafeMutablePointer<Float>
  /// The distance of the rows of `c`.
  public var cRow: Int

  @_transparent
  @usableFromInline init(
    a: UnsafePointer<Float>, b: UnsafePointer<Float>, start: UnsafePointer<Float>, startRow: Int,
    c: UnsafeMutablePointer<Float>, cRow: Int
  ) {
    self.a = a
    self.b = b
    self.start = start
    self.startRow = startRow
    self.c = c
    self.cRow = cRow
  }
}

/// Tiles of every height up to one that the registers hold.
public protocol TileFamily {
  /// The most rows of a tile.
  static var maximumRows: Int { get }
  /// The number of floats of a row.
  static var width: Int { get }
  /// Computes a tile of 1 to `maximumRows` rows.
  static func compute(rows: Int, _ product: Contraction, at place: TilePlace)
}

/// Runs the three summation loops of a contraction over one tile.
@_transparent
@usableFromInline func computeTile<T: Tile>(
  _: T.Type, _ product: Contraction, _ place: TilePlace
) {
  let rows = RowDistance(product)
  let (outer, middle, inner) = (product.outer, product.middle, product.inner)
  var tile = T(loading: place.start, place.startRow)
  var (a0, b0) = (place.a, place.b)
  for _ in 0..<outer.count {
    var (a1, b1) = (a0, b0)
    for _ in 0..<middle.count {
      var (a2, b2) = (a1, b1)
      for _ in 0..<inner.count {
        tile.accumulate(a2, rows, T.load(b2))
        a2 += inner.aStep
        b2 += inner.bStep
      }
      a1 += middle.aStep
      b1 += middle.bStep
    }
    a0 += outer.aStep
    b0 += outer.bStep
  }
  tile.store(place.c, place.cRow)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// Up to 14 rows of two vectors: 28 accumulators, two vectors of B and a broadcast fill 31 of 32 registers.
@frozen public enum TallWideTiles<V: Vector>: TileFamily {
  @_transparent public static var maximumRows: Int { 14 }
  @_transparent public static var width: Int { 2 &* V.width }

  @_transparent public static func compute(rows: Int, _ product: Contraction, at place: TilePlace) {
    computeTall(WideRow<V>.self, rows: rows, product, place)
  }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// Up to 14 rows of one vector.
@frozen public enum TallNarrowTiles<V: Vector>: TileFamily {
  @_transparent public static var maximumRows: Int { 14 }
  @_transparent public static var width: Int { V.width }

  @_transparent public static func compute(rows: Int, _ product: Contraction, at place: TilePlace) {
    computeTall(NarrowRow<V>.self, rows: rows, product, place)
  }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// Up to 6 rows of two vectors: 12 accumulators, two vectors of B and a broadcast fill 15 of 16 registers.
@frozen public enum LowWideTiles<V: Vector>: TileFamily {
  @_transparent public static var maximumRows: Int { 6 }
  @_transparent public static var width: Int { 2 &* V.width }

  @_transparent public static func compute(rows: Int, _ product: Contraction, at place: TilePlace) {
    computeLow(WideRow<V>.self, rows: rows, product, place)
  }
}

@_transparent
@usableFromInline func computeLow<R: Tile>(
  _: R.Type, rows: Int, _ product: Contraction, _ place: TilePlace
) {
  switch rows {
  case 6: computeTile(Plus<Twice<Twice<R>>, Twice<R>>.self, product, place)
  case 5: computeTile(Plus<Twice<Twice<R>>, R>.self, product, place)
  case 4: computeTile(Twice<Twice<R>>.self, product, place)
  case 3: computeTile(Plus<Twice<R>, R>.self, product, place)
  case 2: computeTile(Twice<R>.self, product, place)
  default: computeTile(R.self, product, place)
  }
}

@_transparent
@usableFromInline func computeTall<R: Tile>(
  _: R.Type, rows: Int, _ product: Contraction, _ place: TilePlace
) {
  typealias Four = Twice<Twice<R>>
  typealias Eight = Twice<Four>
  switch rows {
  case 14: computeTile(Plus<Eight, Plus<Four, Twice<R>>>.self, product, place)
  case 13: computeTile(Plus<Eight, Plus<Four, R>>.self, product, place)
  case 12: computeTile(Plus<Eight, Four>.self, product, place)
  case 11: computeTile(Plus<Eight, Plus<Twice<R>, R>>.self, product, place)
  case 10: computeTile(Plus<Eight, Twice<R>>.self, product, place)
  case 9: computeTile(Plus<Eight, R>.self, product, place)
  case 8: computeTile(Eight.self, product, place)
  case 7: computeTile(Plus<Four, Plus<Twice<R>, R>>.self, product, place)
  default: computeLow(R.self, rows: rows, product, place)
  }
}
