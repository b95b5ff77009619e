import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct ArchitectureTests {
  static let standard: [(name: String, input: Shape, classes: Int)] = [
    ("shapes-cnn", [24, 24, 3], 3), ("lecture-cnn", [150, 150, 3], 5), ("mnist-cnn", [28, 28, 1], 10),
    ("lenet5", [32, 32, 3], 10), ("simple-convnet", [28, 28, 1], 10),
    ("alexnet", [32, 32, 3], 10), ("vgg11", [32, 32, 3], 10), ("resnet20", [32, 32, 3], 10),
    ("mobilenet-small", [32, 32, 3], 10), ("cifar-cnn", [32, 32, 3], 10),
  ]

  @Test func names() {
    #expect(Architecture.allNames == Self.standard.map(\.name))
  }

  @Test func publishedCounts() throws {
    let model = try Sequential.named("mnist-cnn", input: [28, 28, 1], classes: 10)
    let counts = model.layers.indices.map { model.parameterEntries(ofLayer: $0).reduce(0) { $0 + $1.count } }
    #expect(counts.filter { $0 > 0 } == [320, 18_496, 36_928, 4_160, 650])
    #expect(model.parameterCount == 60_554)
  }

  @Test func adaptToInputAndClasses() throws {
    for (name, _, _) in Self.standard {
      let model = try Sequential.named(name, input: [40, 33, 1], classes: 7)
      #expect(model.outputShape == [7])
      try model.requireClassifier()
    }
  }

  @Test func theBooksInitializers() throws {
    let model = try Sequential.named("simple-convnet", input: [28, 28, 1], classes: 10)
    let kernels = model.parameterLayout.entries.filter { $0.name.hasSuffix("kernel") }
    #expect(kernels.allSatisfy { $0.initializer == .normal(stddev: 0.01) })
  }

  @Test func inputTooSmall() {
    let error = #expect(throws: ModelError.self) {
      try Sequential.named("mnist-cnn", input: [12, 12, 1], classes: 10)
    }
    #expect(error?.description.hasPrefix("conv2d_2 (Conv2D): ") == true)
  }

  @Test func unknownName() {
    let error = #expect(throws: ModelError.unknownArchitecture("lenet-5", nearest: "lenet5")) {
      try Sequential.named("lenet-5", input: [32, 32, 3], classes: 10)
    }
    #expect(error?.kind == .usage)
    #expect(error?.description.contains("did you mean \"lenet5\"?") == true)
    #expect(error?.description.contains("simple-convnet") == true)
  }
}
