import Kernels

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

  /// Which pixel stands beyond an edge; with `constant`, the one that a coordinate on the very edge asks for.
  var edge: EdgeRule {
    switch self {
    case .nearest, .constant: .nearest
    case .reflect: .reflect
    case .wrap: .wrap
    }
  }
}
