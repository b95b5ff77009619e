/// The largest of each channel: y[n, c] = max x[n, i, j, c] over i, j; ties go to the first in row-major order.
///
/// - Shapes: input (N, H, W, C), output (N, C), or (N, 1, 1, C) with `keepdims`.
public struct GlobalMaxPooling2D: GlobalPoolingLayer {
  /// The name of Keras' class.
  public static let className = "GlobalMaxPooling2D"

  /// The layer's name in its model.
  public var name: String
  /// Whether the axes of height and width stay, with a size of 1.
  public let keepdims: Bool

  /// Creates the layer; arguments and defaults are Keras'.
  public init(keepdims: Bool = false, name: String? = nil) {
    self.keepdims = keepdims
    self.name = name ?? ""
  }
}
