import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct BatchNormalizationTests {
  @Test func parametersInTheOrderOfKeras() {
    let all = BatchNormalization().parameters(for: [5, 4, 3])
    #expect(all.map(\.suffix) == ["gamma", "beta", "moving_mean", "moving_variance"])
    #expect(all.map(\.isTrainable) == [true, true, false, false])
    #expect(all.map(\.initializer) == [.ones, .zeros, .zeros, .ones])
    #expect(all.allSatisfy { $0.shape == [3] && $0.fanIn == 3 && $0.fanOut == 3 })
    let plain = BatchNormalization(center: false, scale: false).parameters(for: [7])
    #expect(plain.map(\.suffix) == ["moving_mean", "moving_variance"])
  }

  @Test func axisIsTheLast() throws {
    #expect(try BatchNormalization(axis: 3).outputShape(for: [5, 4, 3]) == [5, 4, 3])
    #expect(try BatchNormalization(axis: 1).outputShape(for: [7]) == [7])
    let error = #expect(throws: ModelError.self) {
      try BatchNormalization(axis: 1, name: "norm").outputShape(for: [5, 4, 3])
    }
    #expect(error?.description.contains("norm (BatchNormalization)") == true)
  }

  @Test func statisticsMove() {
    let layer = BatchNormalization(momentum: 0.75)
    let input = Tensor(shape: [2, 2], scalars: [1, 10, 3, 10.0])
    let batch = layer.batchStatistics(of: input)
    // The biased variance: the distances are 1 each.
    #expect(batch == Statistics(mean: [2, 10], variance: [1, 0]))
    #expect(layer.moved([[0, 2], [1, 1]], by: batch) == [[0.5, 4], [1, 0.75]])
  }

  @Test func summaryCountsMovingStatisticsApart() throws {
    let model = try Sequential(input: [4, 4, 2]) {
      BatchNormalization()
      Flatten()
    }
    let lines = model.summary().split(separator: "\n")
    #expect(lines.contains(" Total params: 8 (32.00 B)"))
    #expect(lines.contains(" Trainable params: 4 (16.00 B)"))
    #expect(lines.contains(" Non-trainable params: 4 (16.00 B)"))
  }
}
