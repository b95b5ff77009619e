/// What stands outside of an image when it is shifted; the names are Keras'.
///
/// For a row `a b c d`:
///
/// | mode | before | image | after |
/// |---|---|---|---|
/// | `nearest` | `a a a` | `a b c d` | `d d d` |
/// | `reflect` | `c b a` | `a b c d` | `d c b` |
/// | `wrap` | `b c d` | `a b c d` | `a b c` |
/// | `constant` | `k k k` | `a b c d` | `k k k` |
///
/// `wrap` has the period n that Keras documents; Keras itself, through scipy, repeats after n − 1. With `constant` any
/// coordinate outside of 0 ... n − 1, if only by a part of a pixel, is `cval` alone, as in scipy: nothing is blended
/// across the edge.
public enum FillMode: String, Sendable, Hashable, CaseIterable {
  /// The pixel at the edge.
  case nearest
  /// The image mirrored at its edge, the edge repeated.
  case reflect
  /// The image again and again.
  case wrap
  /// The value `cval`.
  case constant

  /// The index in `0..<count` that stands at any index; −1 where it is the constant.
  @inline(__always)
  func index(_ i: Int, count: Int) -> Int {
    if i >= 0 && i < count { return i }
    switch self {
    case .nearest: return i < 0 ? 0 : count &- 1
    case .reflect:
      let j = positiveRemainder(i, 2 &* count)
      return j < count ? j : 2 &* count &- 1 &- j
    case .wrap: return positiveRemainder(i, count)
    case .constant: return -1
    }
  }
}

@inline(__always)
private func positiveRemainder(_ i: Int, _ n: Int) -> Int {
  let remainder = i % n
  return remainder < 0 ? remainder &+ n : remainder
}
