/// A row of pixels in memory: `count` pixels of the same channels, `stride` floats apart.
@frozen public struct PixelSpan {
  /// The first channel of the first pixel.
  public var start: UnsafeMutablePointer<Float>
  /// The distance of neighbouring pixels in floats; at least the number of channels.
  public var stride: Int

  /// Describes a row of pixels.
  @inlinable public init(_ start: UnsafeMutablePointer<Float>, stride: Int) {
    self.start = start
    self.stride = stride
  }
}

/// Writes a vector to a row of pixels, as far as the row goes.
///
/// Inside the row a whole vector is written: the pixels are written in order, so that lanes behind the last channel
/// are overwritten by the next pixel. At its end nothing behind the row is touched, since it may belong to another
/// thread.
@_transparent
@usableFromInline func store<V: Vector>(
  _ vector: V, _ p: UnsafeMutablePointer<Float>, _ end: UnsafeMutablePointer<Float>
) {
  if p + V.width <= end { vector.store(p) } else { vector.store(p, count: end - p) }
}
