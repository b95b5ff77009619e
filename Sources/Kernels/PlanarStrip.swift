/// A strip of an image in planes: for each channel some rows of pixels, neighbouring pixels in neighbouring lanes.
@frozen public struct PlanarStrip {
  /// The first pixel of the first row of the first plane.
  public var start: UnsafeMutablePointer<Float>
  /// The distance of planes, in floats.
  public var plane: Int
  /// The distance of rows, in floats: a multiple of 32, so that two vectors may be read from any even place.
  public var row: Int
  /// The number of channels.
  public var channels: Int

  /// Describes a strip.
  @inlinable public init(
    _ start: UnsafeMutablePointer<Float>, plane: Int, row: Int, channels: Int
  ) {
    self.start = start
    self.plane = plane
    self.row = row
    self.channels = channels
  }
}

/// The taps of 2 × 2 windows in a plane, a lane for each window.
@frozen @usableFromInline struct PlanarTaps<V: Vector>: PoolingTaps {
  @usableFromInline let below: Int

  @_transparent
  @usableFromInline init(below: Int) { self.below = below }

  @_transparent
  @usableFromInline func extremum(
    _ first: UnsafeMutablePointer<Float>, largest: Bool
  ) -> (V, V) {
    let upper = V.deinterleave(V.load(first), V.load(first + V.width))
    let lower = V.deinterleave(V.load(first + below), V.load(first + below + V.width))
    var (best, chosen) = (upper.even, V.zero)
    take(upper.odd, V(repeating: 1), best: &best, chosen: &chosen, largest: largest)
    take(lower.even, V(repeating: 2), best: &best, chosen: &chosen, largest: largest)
    take(lower.odd, V(repeating: 3), best: &best, chosen: &chosen, largest: largest)
    return (best, chosen)
  }
}

/// A single pixel in a plane, where nothing is pooled.
@frozen @usableFromInline struct PlanarPixel<V: Vector>: PoolingTaps {
  @_transparent
  @usableFromInline init() {}

  @_transparent
  @usableFromInline func extremum(
    _ first: UnsafeMutablePointer<Float>, largest: Bool
  ) -> (V, V) { (V.load(first), V.zero) }
}
