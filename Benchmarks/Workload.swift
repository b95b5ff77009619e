import TrainParallel

/// A standard network with its batch sizes: what every trainer is measured on.
struct Workload {
  let name: String
  let architecture: Architecture
  let input: Shape
  let classes: Int
  let batchSizes: [Int]

  /// The model.
  func model() throws -> Sequential {
    try architecture.model(input: input, classes: classes)
  }

  /// The arithmetic of one image in a training step, in floating-point operations: two for each product, three
  /// products a layer, two for the first, which needs no gradient of its input.
  func operationsPerImage() throws -> Double {
    let model = try model()
    var operations = 0.0
    var isFirst = true
    for (index, layer) in model.layers.enumerated() {
      let kernel = model.parameterEntries(ofLayer: index).first
      guard let kernel else { continue }
      let outputs = layer is Conv2D ? model.layerShapes[index].count / model.layerShapes[index][-1] : 1
      operations += Double(2 * (isFirst ? 2 : 3) * kernel.count * outputs)
      isFirst = false
    }
    return operations
  }

  /// All of them.
  static let all = [
    Workload(name: "shapes", architecture: .shapesCNN, input: [24, 24, 3], classes: 3, batchSizes: [3, 32]),
    Workload(name: "lecture", architecture: .lectureCNN, input: [150, 150, 3], classes: 5, batchSizes: [32]),
    Workload(
      name: "mnist", architecture: .mnistCNN, input: [28, 28, 1], classes: 10, batchSizes: [32, 128]),
    Workload(name: "lenet", architecture: .leNet5, input: [32, 32, 3], classes: 10, batchSizes: [32, 128]),
    Workload(
      name: "simple", architecture: .simpleConvNet, input: [28, 28, 1], classes: 10, batchSizes: [100]),
  ]
}
