/// The smallest of each window: y[n, i, j, c] = min x[n, i·s + p, j·s + q, c] over p, q; ties go to the first in row-major order.
///
/// - Shapes: input (N, H, W, C), output (N, H', W', C).
public struct MinPooling2D: PoolingLayer {
  /// The name of Keras' class.
  public static let className = "MinPooling2D"

  /// Keras has no minimum pooling: the class is written as a registered one of this package.
  public static let registeredName: String? = "train_parallel>MinPooling2D"

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
