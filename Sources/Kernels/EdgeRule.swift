/// Which pixel stands at a place beyond the edge of an image.
@frozen public enum EdgeRule: Sendable {
  /// The pixel at the edge.
  case nearest
  /// The image mirrored at its edge, the edge repeated.
  case reflect
  /// The image again and again.
  case wrap

  /// The index in `0..<count` that stands at any index.
  @inlinable @inline(__always)
  public func index(_ i: Int, count: Int) -> Int {
    if i >= 0 && i < count { return i }
    switch self {
    case .nearest: return i < 0 ? 0 : count &- 1
    case .reflect:
      let j = EdgeRule.positiveRemainder(i, 2 &* count)
      return j < count ? j : 2 &* count &- 1 &- j
    case .wrap: return EdgeRule.positiveRemainder(i, count)
    }
  }

  @inlinable @inline(__always)
  static func positiveRemainder(_ i: Int, _ n: Int) -> Int {
    let remainder = i % n
    return remainder < 0 ? remainder &+ n : remainder
  }
}
