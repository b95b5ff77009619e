import Kernels
import Testing

@Suite struct BilinearWeightsTests {
  /// At a pixel's own place only that pixel counts.
  @Test func corners() {
    for (down, right, expected) in [(0.0, 0.0, 10), (0, 1, 20), (1, 0, 30), (1, 1, 40)]
      as [(Double, Double, Float)]
    {
      let weights = BilinearWeights(down: down, right: right, scale: 0.5)
      #expect(weights.mean(20, 40, 60, 80) == expected)
    }
  }

  /// Quarters are exact in floats.
  @Test func between() {
    let weights = BilinearWeights(down: 0.25, right: 0.5, scale: 2)
    #expect(
      [weights.topLeft, weights.topRight, weights.bottomLeft, weights.bottomRight] == [
        0.75, 0.75, 0.25, 0.25,
      ])
    #expect(weights.mean(4, 8, 100, 200) == 84)
  }
}
