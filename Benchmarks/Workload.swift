import TrainParallel

/// A standard network with its batch sizes: what every trainer is measured on.
struct Workload {
  let name: String
  let input: Shape
  let classes: Int
  let batchSizes: [Int]
  let layers: [any Layer]

  /// The model.
  func model() throws -> Sequential {
    try Sequential(name: name, input: input, layers: layers)
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
    Workload(
      name: "shapes", input: [24, 24, 3], classes: 3, batchSizes: [3, 32],
      layers: [
        Conv2D(32, kernelSize: 3, activation: .relu), Conv2D(64, kernelSize: 3, activation: .relu),
        MaxPooling2D(), Flatten(), Dense(128, activation: .relu), Dense(3, activation: .softmax),
      ]),
    Workload(
      name: "lecture", input: [150, 150, 3], classes: 5, batchSizes: [32],
      layers: [
        Conv2D(32, kernelSize: 3, padding: .same), MaxPooling2D(), Conv2D(32, kernelSize: 4), MaxPooling2D(),
        Flatten(), Dense(256, activation: .relu), Dense(5, activation: .softmax),
      ]),
    Workload(
      name: "mnist", input: [28, 28, 1], classes: 10, batchSizes: [32, 128],
      layers: [
        Conv2D(32, kernelSize: 3, activation: .relu), MaxPooling2D(),
        Conv2D(64, kernelSize: 3, activation: .relu), MaxPooling2D(),
        Conv2D(64, kernelSize: 3, activation: .relu), MaxPooling2D(),
        Flatten(), Dense(64, activation: .relu), Dense(10, activation: .softmax),
      ]),
    Workload(
      name: "lenet", input: [32, 32, 3], classes: 10, batchSizes: [32, 128],
      layers: [
        Conv2D(6, kernelSize: 5, activation: .swish), MaxPooling2D(),
        Conv2D(16, kernelSize: 5, activation: .swish), MaxPooling2D(),
        Flatten(), Dense(120, activation: .swish), Dense(84, activation: .swish),
        Dense(10, activation: .softmax),
      ]),
    Workload(
      name: "simple", input: [28, 28, 1], classes: 10, batchSizes: [100],
      layers: [
        Conv2D(30, kernelSize: 5, activation: .relu), MaxPooling2D(), Flatten(),
        Dense(100, activation: .relu), Dense(10, activation: .softmax),
      ]),
  ]
}
