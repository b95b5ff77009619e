import LinearAlgebra

/// Residual networks for small images: three groups of blocks, y = relu(F(x) + x) with two convolutions in F.
///
/// - Source: K. He et al., "Deep Residual Learning for Image Recognition", CVPR 2016, section 4.2; where sizes change the
///   shortcut is a convolution of 1 x 1 pixels (option B).
enum ResidualNetwork {
  /// A network of 6n + 2 layers.
  ///
  /// - Parameter blocks: n, the blocks of each group.
  static func model(input: Shape, classes: Int, blocks: Int = 3) throws(ModelError) -> Sequential {
    let start = LayerOutput.input(input)
    var x = normalized(convolution(16)(start))
    for (group, filters) in [16, 32, 64].enumerated() {
      for block in 0..<blocks {
        x = residual(x, filters: filters, stride: group > 0 && block == 0 ? 2 : 1)
      }
    }
    x = GlobalAveragePooling2D()(x)
    x = Dense(classes, activation: .softmax)(x)
    return try Sequential(input: start, output: x)
  }

  private static func residual(_ x: LayerOutput, filters: Int, stride: Int) -> LayerOutput {
    var y = normalized(convolution(filters, stride: stride)(x))
    y = BatchNormalization()(convolution(filters)(y))
    let shortcut = stride == 1 ? x : convolution(filters, kernelSize: 1, stride: stride)(x)
    return Activation(.relu)(Add()(y, shortcut))
  }

  private static func convolution(_ filters: Int, kernelSize: Size2 = 3, stride: Int = 1) -> Conv2D {
    Conv2D(
      filters, kernelSize: kernelSize, strides: Size2(stride, stride), padding: .same, useBias: false,
      kernelInitializer: .heNormal)
  }

  private static func normalized(_ x: LayerOutput) -> LayerOutput {
    Activation(.relu)(BatchNormalization()(x))
  }
}
