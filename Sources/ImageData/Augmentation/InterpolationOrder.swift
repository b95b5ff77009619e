/// How the value between pixels is found: the order of the spline.
public enum InterpolationOrder: Int, Sendable, Hashable, CaseIterable {
  /// The nearest pixel, that of ⌊coordinate + 1/2⌋.
  case nearest = 0
  /// The bilinear mean of the four pixels around.
  case bilinear = 1
}
