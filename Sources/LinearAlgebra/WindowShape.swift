/// How a window meets the borders of an image.
public enum Padding: String, Sendable, Hashable, CaseIterable {
  /// The window stays inside the image: output = ⌊(n − d(k − 1) − 1) / s⌋ + 1.
  case valid
  /// The image is extended so that output = ⌈n / s⌉; where an odd number of pixels is added, the extra one comes after.
  case same
}

/// One axis of a sliding window: all arithmetic of sizes, done once.
///
/// - Source: `keras/src/ops/operation_utils.py`, `compute_conv_output_shape`; for `same` the padding of TensorFlow.
public struct WindowAxis: Hashable, Sendable {
  /// The input's size, n.
  public let input: Int
  /// The window's number of taps, k.
  public let kernel: Int
  /// The distance between neighbouring windows, s.
  public let stride: Int
  /// The distance between neighbouring taps, d.
  public let dilation: Int
  /// Zeros before the first pixel.
  public let paddingBefore: Int
  /// Zeros after the last pixel.
  public let paddingAfter: Int
  /// The number of windows.
  public let output: Int

  /// Works out one axis.
  ///
  /// `output` is 0 or less where the window does not fit; whoever builds a layer checks for it.
  public init(input: Int, kernel: Int, stride: Int, dilation: Int = 1, padding: Padding) {
    precondition(kernel > 0 && stride > 0 && dilation > 0, "kernel, stride and dilation are at least 1")
    self.input = input
    self.kernel = kernel
    self.stride = stride
    self.dilation = dilation
    let extent = dilation * (kernel - 1) + 1
    switch padding {
    case .valid:
      paddingBefore = 0
      paddingAfter = 0
      output = input < extent ? 0 : (input - extent) / stride + 1
    case .same:
      output = (input + stride - 1) / stride
      let total = max((output - 1) * stride + extent - input, 0)
      paddingBefore = total / 2
      paddingAfter = total - total / 2
    }
  }

  /// The number of pixels that one window spans: d(k − 1) + 1.
  public var extent: Int { dilation * (kernel - 1) + 1 }
}

/// A sliding window over an image: the shape arithmetic of convolution and pooling in one immutable value.
public struct WindowShape: Hashable, Sendable {
  /// The vertical axis.
  public let vertical: WindowAxis
  /// The horizontal axis.
  public let horizontal: WindowAxis

  /// Combines two axes.
  public init(vertical: WindowAxis, horizontal: WindowAxis) {
    self.vertical = vertical
    self.horizontal = horizontal
  }

  /// Works out both axes.
  ///
  /// - Parameters:
  ///   - height: The input's height in pixels.
  ///   - width: The input's width in pixels.
  ///   - kernel: The window's height and width.
  ///   - strides: The vertical and horizontal stride.
  ///   - dilation: The vertical and horizontal distance of taps.
  ///   - padding: How the window meets the borders.
  public init(
    height: Int, width: Int, kernel: (Int, Int), strides: (Int, Int), dilation: (Int, Int) = (1, 1),
    padding: Padding
  ) {
    vertical = WindowAxis(
      input: height, kernel: kernel.0, stride: strides.0, dilation: dilation.0, padding: padding)
    horizontal = WindowAxis(
      input: width, kernel: kernel.1, stride: strides.1, dilation: dilation.1, padding: padding)
  }

  /// The number of taps: kernel height times kernel width.
  public var taps: Int { vertical.kernel * horizontal.kernel }
}
