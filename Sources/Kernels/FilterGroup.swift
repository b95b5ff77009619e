/// The kernels' gradients of a few neighbouring filters, kept in registers: a type composed of smaller ones, as a
/// `Tile` is.
@usableFromInline protocol FilterGroup {
  /// The number of filters.
  static var count: Int { get }
  /// The gradients as they stand in memory.
  init(loading weights: UnsafePointer<Float>, _ part: PatchPart)
  /// self[f] += g[f] · patch of X at the place that filter f took
  mutating func addProducts(
    _ gradients: UnsafePointer<Float>, _ image: UnsafePointer<Float>, _ places: UnsafePointer<PatchPlace>,
    _ part: PatchPart)
  /// Writes the gradients to memory.
  func store(_ weights: UnsafeMutablePointer<Float>, _ part: PatchPart)
}

/// One filter.
@frozen @usableFromInline struct OneFilter<P: Patch>: FilterGroup {
  @usableFromInline var sum: P

  @_transparent
  @usableFromInline static var count: Int { 1 }
  @_transparent
  @usableFromInline init(loading weights: UnsafePointer<Float>, _ part: PatchPart) {
    sum = P(loading: weights, part.packedRowStep)
  }
  @_transparent
  @usableFromInline mutating func addProducts(
    _ gradients: UnsafePointer<Float>, _ image: UnsafePointer<Float>, _ places: UnsafePointer<PatchPlace>,
    _ part: PatchPart
  ) {
    sum.addProduct(of: P.Row.V(repeating: gradients[0]), image + places[0].value, part.rowStep)
  }
  @_transparent
  @usableFromInline func store(_ weights: UnsafeMutablePointer<Float>, _ part: PatchPart) {
    sum.store(weights, part.packedRowStep)
  }
}

/// Twice as many filters.
@frozen @usableFromInline struct FilterPair<Half: FilterGroup>: FilterGroup {
  @usableFromInline var first: Half
  @usableFromInline var second: Half

  @_transparent
  @usableFromInline static var count: Int { 2 &* Half.count }
  @_transparent
  @usableFromInline init(loading weights: UnsafePointer<Float>, _ part: PatchPart) {
    first = Half(loading: weights, part)
    second = Half(loading: weights + Half.count &* part.filterStep, part)
  }
  @_transparent
  @usableFromInline mutating func addProducts(
    _ gradients: UnsafePointer<Float>, _ image: UnsafePointer<Float>, _ places: UnsafePointer<PatchPlace>,
    _ part: PatchPart
  ) {
    first.addProducts(gradients, image, places, part)
    second.addProducts(gradients + Half.count, image, places + Half.count, part)
  }
  @_transparent
  @usableFromInline func store(_ weights: UnsafeMutablePointer<Float>, _ part: PatchPart) {
    first.store(weights, part)
    second.store(weights + Half.count &* part.filterStep, part)
  }
}
