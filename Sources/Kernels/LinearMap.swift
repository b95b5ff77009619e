/// A linear map of a few numbers to a few others, lane by lane, for vectors that stand in memory a step apart.
public protocol LinearMap {
  /// How many numbers there are.
  static var inputs: Int { get }
  /// How many come out.
  static var outputs: Int { get }
  /// Reads `inputs` vectors and hands `outputs` vectors to their destination.
  static func apply<D: VectorDestination>(
    _ x: UnsafePointer<Float>, _ step: Int, _ y: UnsafeMutablePointer<Float>, _ yStep: Int, _ destination: D)
}

/// What becomes of a vector at its place in memory.
public protocol VectorDestination {
  /// The vector type.
  associatedtype V: Vector
  /// Takes a vector for a place.
  func put(_ vector: V, _ place: UnsafeMutablePointer<Float>)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// It is written.
@frozen public struct Written<V: Vector>: VectorDestination {
  @_transparent
  @usableFromInline init() {}
  @_transparent public func put(_ vector: V, _ place: UnsafeMutablePointer<Float>) { vector.store(place) }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// It is added to what is there.
@frozen public struct Added<V: Vector>: VectorDestination {
  @_transparent
  @usableFromInline init() {}
  @_transparent public func put(_ vector: V, _ place: UnsafeMutablePointer<Float>) {
    (V.load(place) + vector).store(place)
  }
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
/// It is written with a number added to each lane.
@frozen public struct Shifted<V: Vector>: VectorDestination {
  @usableFromInline let offset: V
  @_transparent
  @usableFromInline init(by offset: V) { self.offset = offset }
  @_transparent public func put(_ vector: V, _ place: UnsafeMutablePointer<Float>) {
    (vector + offset).store(place)
  }
}
