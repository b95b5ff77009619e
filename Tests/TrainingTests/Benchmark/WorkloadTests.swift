import LinearAlgebra
import NeuralNetwork
import Testing

@testable import Training

@Suite struct WorkloadTests {
  /// Worked out by hand: 2 · (output pixels · taps · channels · filters), or 2 · inputs · units, times the products.
  @Test func operationsAreThoseOfTheDirectAlgorithm() throws {
    let lenet = try #require(Workload.all.first { $0.name == "lenet" })
    let first = 28 * 28 * 25 * 3 * 6
    let rest = 10 * 10 * 25 * 6 * 16 + 400 * 120 + 120 * 84 + 84 * 10
    #expect(try lenet.operationsPerImage() == Double(2 * (2 * first + 3 * rest)))
    let mnist = try #require(Workload.all.first { $0.name == "mnist" })
    // Outputs that a pooling drops count.
    let products = 11 * 11 * 9 * 32 * 64 + 3 * 3 * 9 * 64 * 64 + 64 * 64 + 64 * 10
    #expect(try mnist.operationsPerImage() == Double(2 * (2 * 26 * 26 * 9 * 32 + 3 * products)))
  }

  @Test func layersWithoutAKernelMultiplyNothing() throws {
    let model = try Workload.all[0].model()
    for (index, layer) in model.layers.enumerated() {
      #expect((model.productsPerImage(ofLayer: index) > 0) == (layer is Conv2D || layer is Dense))
    }
  }

  @Test(arguments: Workload.all.map(\.name))
  func batchesAreWhatTheModelTakes(_ name: String) throws {
    let workload = try #require(Workload.all.first { $0.name == name })
    let batch = workload.batch(of: 3)
    #expect(try batch.sampleShape == workload.model().inputShape)
    #expect(try batch.classCount == workload.model().classCount)
    #expect(batch.sampleCount == 3)
    #expect(batch.samples.scalars.allSatisfy { $0 >= 0 && $0 < 1 })
  }
}
