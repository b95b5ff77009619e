import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct ParameterLayoutTests {
  let layout = ParameterLayout([
    (
      "a/kernel",
      ParameterDescription(suffix: "kernel", shape: [3, 7], initializer: .zeros, fanIn: 3, fanOut: 7)
    ),
    ("a/bias", .bias(count: 16, initializer: .zeros)), ("b/bias", .bias(count: 1, initializer: .zeros)),
  ])

  @Test func parametersStartCacheLines() {
    #expect(layout.entries.map(\.offset) == [0, 32, 48])
    #expect(layout.entries.map(\.range) == [0..<21, 32..<48, 48..<49])
    #expect(layout.count == 64)
    #expect(layout.parameterCount == 38)
  }

  @Test func foundByName() {
    #expect(layout["a/bias"]?.offset == 32)
    #expect(layout["c"] == nil)
  }

  @Test func empty() {
    #expect(ParameterLayout([]).count == 0)
  }
}
