/// A few vectors that stand side by side in memory, kept in registers: a type composed of smaller ones, as a `Tile` is.
public protocol Run {
  /// The vector type.
  associatedtype V: Vector
  /// The number of vectors.
  static var count: Int { get }
  /// The vectors as they stand in memory.
  init(loading source: UnsafePointer<Float>)
  /// self += b · x, x standing in memory
  mutating func addProduct(of b: V, _ x: UnsafePointer<Float>)
  /// Writes the vectors to memory.
  func store(_ destination: UnsafeMutablePointer<Float>)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// One vector.
@frozen public struct OneVector<V: Vector>: Run {
  @usableFromInline var x: V

  @_transparent public static var count: Int { 1 }
  @_transparent public init(loading source: UnsafePointer<Float>) { x = V.load(source) }
  @_transparent public mutating func addProduct(of b: V, _ x: UnsafePointer<Float>) {
    self.x.addProduct(of: b, V.load(x))
  }
  @_transparent public func store(_ destination: UnsafeMutablePointer<Float>) { x.store(destination) }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// The vectors of one run before those of another.
@frozen public struct Joined<Head: Run, Tail: Run>: Run where Head.V == Tail.V {
  public typealias V = Head.V
  @usableFromInline var head: Head
  @usableFromInline var tail: Tail

  @_transparent public static var count: Int { Head.count &+ Tail.count }
  @_transparent public init(loading source: UnsafePointer<Float>) {
    head = Head(loading: source)
    tail = Tail(loading: source + Head.count &* V.width)
  }
  @_transparent public mutating func addProduct(of b: V, _ x: UnsafePointer<Float>) {
    head.addProduct(of: b, x)
    tail.addProduct(of: b, x + Head.count &* V.width)
  }
  @_transparent public func store(_ destination: UnsafeMutablePointer<Float>) {
    head.store(destination)
    tail.store(destination + Head.count &* V.width)
  }
}

/// Runs one above the other: the part of a patch of an image that the registers hold.
public protocol Patch {
  /// The vectors of a row.
  associatedtype Row: Run
  /// The number of rows.
  static var rows: Int { get }
  /// The rows as they stand in memory, `step` floats apart.
  init(loading source: UnsafePointer<Float>, _ step: Int)
  /// self += b · x, x standing in memory
  mutating func addProduct(of b: Row.V, _ x: UnsafePointer<Float>, _ step: Int)
  /// Writes the rows to memory.
  func store(_ destination: UnsafeMutablePointer<Float>, _ step: Int)
}

extension Patch {
  /// The number of vectors.
  @_transparent public static var vectors: Int { rows &* Row.count }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// One row.
@frozen public struct OneRow<Row: Run>: Patch {
  @usableFromInline var run: Row

  @_transparent public static var rows: Int { 1 }
  @_transparent public init(loading source: UnsafePointer<Float>, _ step: Int) { run = Row(loading: source) }
  @_transparent public mutating func addProduct(of b: Row.V, _ x: UnsafePointer<Float>, _ step: Int) {
    run.addProduct(of: b, x)
  }
  @_transparent public func store(_ destination: UnsafeMutablePointer<Float>, _ step: Int) {
    run.store(destination)
  }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// The rows of one patch above those of another.
@frozen public struct Stacked<Upper: Patch, Lower: Patch>: Patch where Upper.Row == Lower.Row {
  public typealias Row = Upper.Row
  @usableFromInline var upper: Upper
  @usableFromInline var lower: Lower

  @_transparent public static var rows: Int { Upper.rows &+ Lower.rows }
  @_transparent public init(loading source: UnsafePointer<Float>, _ step: Int) {
    upper = Upper(loading: source, step)
    lower = Lower(loading: source + Upper.rows &* step, step)
  }
  @_transparent public mutating func addProduct(of b: Row.V, _ x: UnsafePointer<Float>, _ step: Int) {
    upper.addProduct(of: b, x, step)
    lower.addProduct(of: b, x + Upper.rows &* step, step)
  }
  @_transparent public func store(_ destination: UnsafeMutablePointer<Float>, _ step: Int) {
    upper.store(destination, step)
    lower.store(destination + Upper.rows &* step, step)
  }
}
