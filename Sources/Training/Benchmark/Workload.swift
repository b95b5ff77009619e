import LinearAlgebra
import NeuralNetwork

/// A standard network with its batch sizes: what every trainer is measured on.
package struct Workload: Sendable {
  package let name: String
  package let architecture: Architecture
  package let input: Shape
  package let classes: Int
  package let batchSizes: [Int]

  /// All of them.
  package static let all = [
    Workload(name: "shapes", architecture: .shapesCNN, input: [24, 24, 3], classes: 3, batchSizes: [3, 32]),
    Workload(name: "lecture", architecture: .lectureCNN, input: [150, 150, 3], classes: 5, batchSizes: [32]),
    Workload(
      name: "mnist", architecture: .mnistCNN, input: [28, 28, 1], classes: 10, batchSizes: [32, 128]),
    Workload(name: "lenet", architecture: .leNet5, input: [32, 32, 3], classes: 10, batchSizes: [32, 128]),
    Workload(
      name: "simple", architecture: .simpleConvNet, input: [28, 28, 1], classes: 10, batchSizes: [100]),
    Workload(name: "cifar", architecture: .cifarCNN, input: [32, 32, 3], classes: 10, batchSizes: [128]),
    Workload(name: "resnet", architecture: .resNet20, input: [32, 32, 3], classes: 10, batchSizes: [128]),
    Workload(
      name: "mobilenet", architecture: .mobileNetSmall, input: [32, 32, 3], classes: 10, batchSizes: [128]),
    Workload(name: "vgg", architecture: .vgg11, input: [32, 32, 3], classes: 10, batchSizes: [128]),
    Workload(name: "alexnet", architecture: .alexNet, input: [32, 32, 3], classes: 10, batchSizes: [128]),
  ]

  /// The model.
  package func model() throws(ModelError) -> Sequential {
    try architecture.model(input: input, classes: classes)
  }

  /// The arithmetic of one image in a training step, in floating-point operations, counted on the direct algorithm: two
  /// for each product, three products a layer, two for the first, which needs no gradient of its input.
  package func operationsPerImage() throws(ModelError) -> Double {
    let model = try model()
    let products = model.layers.indices.map { model.productsPerImage(ofLayer: $0) }.filter { $0 > 0 }
    return 2 * Double(3 * products.reduce(0, +) - (products.first ?? 0))
  }

  /// A batch of images and labels that mean nothing, the same each time.
  package func batch(of size: Int) -> ArraySource {
    ArraySource(
      samples: Tensor(
        shape: Shape([size] + input.dimensions),
        scalars: (0..<size * input.count).map { Float($0 &* 7919 % 1000) / 1000 }),
      labels: (0..<size).map { $0 % classes }, classCount: classes)
  }
}

extension Sequential {
  /// The products of one image in a layer's forward pass; 0 for a layer without a kernel.
  package func productsPerImage(ofLayer index: Int) -> Int {
    // Each output pixel, or the one row of a dense layer, meets each weight once.
    let kernels = parameterEntries(ofLayer: index).filter { $0.shape.rank > 1 }
    return layerShapes[index].count / layerShapes[index][-1] * kernels.reduce(0) { $0 + $1.count }
  }
}
