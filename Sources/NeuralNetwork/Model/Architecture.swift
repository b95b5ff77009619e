import LinearAlgebra

/// The networks that have a name; each adapts to the input's size and the number of classes.
public enum Architecture: String, Sendable, CaseIterable {
  /// Two 3x3 convolutions, one pooling: for small drawings.
  case shapesCNN = "shapes-cnn"
  /// The network of a lecture on flowers: two convolutions and poolings for photographs of 150 pixels.
  case lectureCNN = "lecture-cnn"
  /// Keras' introduction to convolutional networks: three convolutions, 60,554 parameters on MNIST.
  case mnistCNN = "mnist-cnn"
  /// LeNet-5 (LeCun et al., 1998) with maximum pooling and swish.
  case leNet5 = "lenet5"
  /// SimpleConvNet of "Deep Learning from Scratch", chapter 7, with its normal(0.01) weights.
  case simpleConvNet = "simple-convnet"
  /// AlexNet (Krizhevsky et al., 2012) for small images: five convolutions, local response normalization, dropout.
  case alexNet = "alexnet"
  /// VGG-11 (Simonyan, Zisserman, 2014) with one hidden dense layer: eight convolutions.
  case vgg11
  /// ResNet-20 (He et al., 2015, section 4.2) with projections where sizes change.
  case resNet20 = "resnet20"
  /// MobileNet (Howard et al., 2017) for small images: seven depthwise separable convolutions.
  case mobileNetSmall = "mobilenet-small"
  /// A plain network for photographs of 32 pixels: seven convolutions with batch normalization.
  case cifarCNN = "cifar-cnn"

  /// All names, in the order of this list.
  public static var allNames: [String] { allCases.map(\.rawValue) }

  /// The architecture of a name, such as `lenet5`.
  ///
  /// - Throws: `ModelError.unknownArchitecture` with the nearest name.
  public init(named name: String) throws(ModelError) {
    guard let architecture = Architecture(rawValue: name) else {
      throw .unknownArchitecture(name, nearest: nearestName(to: name, among: Architecture.allNames))
    }
    self = architecture
  }

  /// Builds the network.
  ///
  /// - Parameters:
  ///   - input: (height, width, channels) of one image.
  ///   - classes: The number of classes.
  /// - Throws: `ModelError.shape` where the input is too small for a window.
  public func model(input: Shape, classes: Int) throws(ModelError) -> Sequential {
    if self == .resNet20 { return try ResidualNetwork.model(input: input, classes: classes) }
    return try Sequential(input: input, layers: hiddenLayers + [output(classes: classes)])
  }

  private func output(classes: Int) -> Dense {
    let initializer: Initializer = self == .simpleConvNet ? .normal(stddev: 0.01) : .glorotUniform
    return Dense(classes, activation: .softmax, kernelInitializer: initializer)
  }

  @LayerBuilder private var hiddenLayers: [any Layer] {
    switch self {
    case .shapesCNN:
      Conv2D(32, kernelSize: 3, activation: .relu)
      Conv2D(64, kernelSize: 3, activation: .relu)
      MaxPooling2D()
      Flatten()
      Dense(128, activation: .relu)
    case .lectureCNN:
      Conv2D(32, kernelSize: 3, padding: .same)
      MaxPooling2D()
      Conv2D(32, kernelSize: 4)
      MaxPooling2D()
      Flatten()
      Dense(256, activation: .relu)
    case .mnistCNN:
      Conv2D(32, kernelSize: 3, activation: .relu)
      MaxPooling2D()
      Conv2D(64, kernelSize: 3, activation: .relu)
      MaxPooling2D()
      Conv2D(64, kernelSize: 3, activation: .relu)
      MaxPooling2D()
      Flatten()
      Dense(64, activation: .relu)
    case .leNet5:
      Conv2D(6, kernelSize: 5, activation: .swish)
      MaxPooling2D()
      Conv2D(16, kernelSize: 5, activation: .swish)
      MaxPooling2D()
      Flatten()
      Dense(120, activation: .swish)
      Dense(84, activation: .swish)
    case .simpleConvNet:
      Conv2D(30, kernelSize: 5, activation: .relu, kernelInitializer: .normal(stddev: 0.01))
      MaxPooling2D()
      Flatten()
      Dense(100, activation: .relu, kernelInitializer: .normal(stddev: 0.01))
    case .alexNet: alexNetLayers
    case .vgg11: vgg11Layers
    case .mobileNetSmall: mobileNetLayers
    case .cifarCNN: cifarLayers
    // It has branches.
    case .resNet20: []
    }
  }
}

extension Sequential {
  /// The architecture of a name, such as `lenet5`.
  ///
  /// - Throws: `ModelError.unknownArchitecture` with the nearest name, or `ModelError.shape` where the input is too
  ///   small.
  public static func named(_ name: String, input: Shape, classes: Int) throws(ModelError) -> Sequential {
    try Architecture(named: name).model(input: input, classes: classes)
  }
}
