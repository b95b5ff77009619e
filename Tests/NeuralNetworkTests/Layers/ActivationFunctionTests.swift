import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct ActivationFunctionTests {
  @Test func kerasNames() {
    #expect(ActivationFunction(kerasName: "silu") == .swish)
    #expect(ActivationFunction(kerasName: "swish") == .swish)
    #expect(ActivationFunction.swish.kerasName == "silu")
    #expect(ActivationFunction(kerasName: "hard_silu") == .hardSwish)
    #expect(ActivationFunction(kerasName: "hard_swish") == .hardSwish)
    #expect(ActivationFunction.hardSwish.kerasName == "hard_silu")
    #expect(ActivationFunction.leakyRelu.kerasName == "leaky_relu")
    #expect(ActivationFunction(kerasName: "selu") == nil)
    for function in ActivationFunction.allCases {
      #expect(ActivationFunction(kerasName: function.kerasName) == function)
    }
  }

  @Test func values() {
    let input = Tensor(shape: [1, 2], scalars: [-1, 2.0])
    // Half of the last printed digit of values worked out to 16 digits.
    let expected: [(ActivationFunction, [Double])] = [
      (.linear, [-1, 2]), (.relu, [0, 2]), (.sigmoid, [0.2689414213699951, 0.8807970779778823]),
      (.tanh, [-0.7615941559557649, 0.9640275800758169]),
      (.swish, [-0.2689414213699951, 1.7615941559557646]),
      (.relu6, [0, 2]), (.leakyRelu, [-0.2, 2]), (.elu, [-0.6321205588285577, 2]),
      (.gelu, [-0.15865525393145707, 1.9544997361036416]),
      (.softplus, [0.31326168751822286, 2.1269280110429727]),
      (.hardSwish, [-0.3333333333333333, 1.6666666666666667]),
      (.softmax, [0.04742587317756678, 0.9525741268224333]),
    ]
    for (function, values) in expected {
      for (found, value) in zip(function.step(input).output.scalars, values) {
        #expect(abs(found - value) < 1e-15, "\(function)")
      }
    }
  }

  @Test func farFromZero() {
    func values(_ function: ActivationFunction) -> [Double] {
      function.step(Tensor(shape: [1, 2], scalars: [-1000, 1000.0])).output.scalars
    }
    #expect(values(.relu6) == [0, 6])
    #expect(values(.elu) == [-1, 1000])
    #expect(values(.gelu) == [0, 1000])
    #expect(values(.softplus) == [0, 1000])
    #expect(values(.hardSwish) == [0, 1000])
  }

  @Test func softmaxOfLargeNumbers() {
    let output = ActivationFunction.softmax.step(Tensor(shape: [1, 2], scalars: [1000, 1000.0])).output
    #expect(output.scalars == [0.5, 0.5])
  }
}
