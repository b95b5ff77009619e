/// The largest of each window: y[n, i, j, c] = max x[n, i·s + p, j·s + q, c] over p, q; ties go to the first in row-major order.
///
/// - Shapes: input (N, H, W, C), output (N, H', W', C).
public struct MaxPooling2D: PoolingLayer {
  /// The name of Keras' class.
  public static let className = "MaxPooling2D"

  /// The layer's name in its model.
  public var name: String
  /// The window.
  public let window: PoolingWindow

  /// Creates the layer from its window and its name.
  public init(window: PoolingWindow, name: String?) {
    self.window = window
    self.name = name ?? ""
  }
}
