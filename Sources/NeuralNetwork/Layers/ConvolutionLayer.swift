import LinearAlgebra

/// A layer that slides a kernel over an image.
///
/// - Shapes: input (N, H, W, C), output (N, H', W', ...).
public protocol ConvolutionLayer: Layer {
  /// The window's height and width.
  var kernelSize: Size2 { get }
  /// The distance between neighbouring windows, s.
  var strides: Size2 { get }
  /// How the window meets the borders.
  var padding: Padding { get }
  /// The distance between neighbouring taps, d.
  var dilationRate: Size2 { get }
}

extension ConvolutionLayer {
  /// The window's arithmetic for an input of shape (height, width, channels).
  public func window(for input: Shape) -> WindowShape {
    WindowShape(
      height: input[0], width: input[1], kernel: kernelSize.pair, strides: strides.pair,
      dilation: dilationRate.pair, padding: padding)
  }

  /// (H', W', channels), the window having found its place.
  func outputShape(for input: Shape, channels: Int) throws(ModelError) -> Shape {
    _ = try imageShape(input)
    guard strides == 1 || dilationRate == 1 else {
      throw cannotTake(
        input,
        because: "strides of \(strides) and a dilation of \(dilationRate) exclude one another, as in Keras")
    }
    let window = window(for: input)
    try requireWindow(window, named: "kernel", in: input)
    return [window.vertical.output, window.horizontal.output, channels]
  }
}
