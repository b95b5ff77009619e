import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct ParametersTests {
  func model(_ layers: [any Layer]) throws -> Sequential { try Sequential(input: [5, 5, 1], layers: layers) }

  @Test func alignedAndZero() throws {
    let parameters = Parameters(layout: try model([Conv2D(3, kernelSize: 2)]).parameterLayout)
    #expect(UInt(bitPattern: parameters.values) % 64 == 0)
    #expect((0..<parameters.layout.count + 64).allSatisfy { parameters.values[$0] == 0 })
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func oneValueThatIsNotFinite(_ value: Float) throws {
    let parameters = Parameters(layout: try model([Flatten(), Dense(7)]).parameterLayout)
    parameters.initialize(seed: 1)
    parameters.values[3] = .greatestFiniteMagnitude
    parameters.values[4] = .greatestFiniteMagnitude
    #expect(parameters.areFinite)
    parameters.values[parameters.layout.entries[1].range.upperBound - 1] = value
    #expect(!parameters.areFinite)
  }

  @Test func gapsStayZero() throws {
    let parameters = Parameters(
      layout: try model([Conv2D(3, kernelSize: 2, biasInitializer: .normal(stddev: 1))]).parameterLayout)
    parameters.initialize(seed: 1)
    let used = Set(parameters.layout.entries.flatMap(\.range))
    for index in 0..<parameters.layout.count {
      #expect((parameters.values[index] == 0) == !used.contains(index))
    }
  }

  /// A parameter's values follow from its name, not from the layers around it.
  @Test func otherLayersMoveNothing() throws {
    let alone = Parameters(layout: try model([Conv2D(3, kernelSize: 2, name: "c")]).parameterLayout)
    let among = Parameters(
      layout: try model([Conv2D(1, kernelSize: 1), Conv2D(3, kernelSize: 2, name: "c"), Flatten(), Dense(2)])
        .parameterLayout)
    alone.initialize(seed: 9)
    among.initialize(seed: 9)
    #expect(alone["c/kernel"] == among["c/kernel"])
    #expect(alone["c/kernel"].scalars.contains { $0 != 0 })
    among.initialize(seed: 10)
    #expect(alone["c/kernel"] != among["c/kernel"])
  }

  @Test func byName() throws {
    let parameters = Parameters(layout: try model([Flatten(), Dense(2)]).parameterLayout)
    let bias = Tensor<Float>(shape: [2], scalars: [3, 4])
    parameters["dense/bias"] = bias
    #expect(parameters["dense/bias"] == bias)
    #expect(parameters["dense/kernel"].scalars.allSatisfy { $0 == 0 })
    let copy = parameters.copy()
    parameters["dense/bias"] = Tensor(repeating: 0, shape: [2])
    #expect(copy["dense/bias"] == bias)
  }

  @Test func hashIsOfTheBytesWithoutGaps() throws {
    let parameters = Parameters(layout: try Sequential(input: [1], layers: [Dense(2)]).parameterLayout)
    parameters["dense/kernel"] = Tensor(shape: [1, 2], scalars: [1, -2])
    parameters["dense/bias"] = Tensor(shape: [2], scalars: [0.5, 3])
    // Python: hashlib.sha256(struct.pack("<4f", 1, -2, 0.5, 3)).hexdigest()
    #expect(parameters.weightsSHA256() == "f8788ce138a2b6e54302c09bd3d5274cb2fc3ceca6425b02c788181d332edc6d")
    parameters["dense/bias"] = Tensor(shape: [2], scalars: [0.5, 3.0000002])
    #expect(parameters.weightsSHA256() != "f8788ce138a2b6e54302c09bd3d5274cb2fc3ceca6425b02c788181d332edc6d")
  }
}
