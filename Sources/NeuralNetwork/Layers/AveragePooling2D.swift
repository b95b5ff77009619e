/// The mean of each window's pixels inside of the image: y[n, i, j, c] = Σ x[n, i·s + p, j·s + q, c] / count.
///
/// - Shapes: input (N, H, W, C), output (N, H', W', C).
public struct AveragePooling2D: PoolingLayer {
  /// The name of Keras' class.
  public static let className = "AveragePooling2D"

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
