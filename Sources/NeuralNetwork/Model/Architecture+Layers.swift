/// The longer networks.
extension Architecture {
  @LayerBuilder var alexNetLayers: [any Layer] {
    for filters in [64, 192] {
      Conv2D(filters, kernelSize: 5, padding: .same, activation: .relu, kernelInitializer: .heNormal)
      LocalResponseNormalization(depthRadius: 2, bias: 2, alpha: 1e-4, beta: 0.75)
      MaxPooling2D(poolSize: 3, strides: 2, padding: .same)
    }
    for filters in [384, 256, 256] {
      Conv2D(filters, kernelSize: 3, padding: .same, activation: .relu, kernelInitializer: .heNormal)
    }
    MaxPooling2D(poolSize: 3, strides: 2, padding: .same)
    Flatten()
    for _ in 0..<2 {
      Dropout(0.5)
      Dense(1024, activation: .relu, kernelInitializer: .heNormal)
    }
  }

  @LayerBuilder var vgg11Layers: [any Layer] {
    for filters in [[64], [128], [256, 256], [512, 512], [512, 512]] {
      for count in filters {
        Conv2D(count, kernelSize: 3, padding: .same, activation: .relu, kernelInitializer: .heNormal)
      }
      MaxPooling2D(padding: .same)
    }
    Flatten()
    Dense(512, activation: .relu, kernelInitializer: .heNormal)
    Dropout(0.5)
  }

  @LayerBuilder var mobileNetLayers: [any Layer] {
    Conv2D(32, kernelSize: 3, padding: .same, useBias: false, kernelInitializer: .heNormal)
    BatchNormalization()
    ReLU(maxValue: 6)
    for (filters, stride) in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1)] {
      DepthwiseConv2D(
        kernelSize: 3, strides: Size2(stride, stride), padding: .same, useBias: false,
        depthwiseInitializer: .heNormal)
      BatchNormalization()
      ReLU(maxValue: 6)
      Conv2D(filters, kernelSize: 1, useBias: false, kernelInitializer: .heNormal)
      BatchNormalization()
      ReLU(maxValue: 6)
    }
    GlobalAveragePooling2D()
  }

  @LayerBuilder var cifarLayers: [any Layer] {
    // Few filters where maps are large, many where they are small.
    for (index, filters) in [[32, 64], [64, 256], [256, 256], [256]].enumerated() {
      if index > 0 { MaxPooling2D(padding: .same) }
      for count in filters {
        Conv2D(count, kernelSize: 3, padding: .same, useBias: false, kernelInitializer: .heNormal)
        BatchNormalization()
        Activation(.relu)
      }
    }
    GlobalAveragePooling2D()
    Dropout(0.2)
  }
}
