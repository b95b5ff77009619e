import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct ReferenceLayerTests {
  /// Keras computes in float64 and its numbers stand with ten digits; sums of another order leave 1e-12.
  static let tolerance = 1e-9

  @Test(arguments: GoldenLayer.all)
  func stepsAsKerasDoes(golden: GoldenLayer) {
    let network = ReferenceNetwork(model: golden.model)
    let inference = network.output(parameters: golden.weights, inputs: golden.inputs)
    #expect(relativeDifference(inference.scalars, golden.inference) < Self.tolerance)

    let step = network.lossAndGradients(
      parameters: golden.weights, inputs: golden.inputs, targets: golden.targets,
      dropout: DropoutStep(seed: 0, step: 0))
    let probabilities = ActivationFunction.softmax.step(step.logits).output
    #expect(relativeDifference(probabilities.scalars, golden.probabilities) < Self.tolerance)
    #expect(relativeDifference([step.loss], [golden.loss]) < Self.tolerance)
    #expect(relativeDifference(step.gradients, golden.gradients) < Self.tolerance)
    #expect(step.gradients.contains { abs($0) > 1e-3 })
    let statistics = golden.model.parameterLayout.entries.filter { !$0.description.isTrainable }
    #expect(
      relativeDifference(statistics.flatMap { step.movedParameters[$0.range] }, golden.statistics)
        < Self.tolerance)
  }

  /// Adam as Keras computes it, in `Double`; its own tests are elsewhere.
  @Test(arguments: GoldenLayer.all)
  func tenStepsOfAdamLeadWhereKerasGoes(golden: GoldenLayer) {
    let network = ReferenceNetwork(model: golden.model)
    let trainable = golden.model.parameterLayout.entries.filter(\.description.isTrainable).flatMap(\.range)
    var weights = golden.weights
    var m = [Double](repeating: 0, count: weights.count)
    var v = m
    var (decay1, decay2) = (1.0, 1.0)
    for index in 0..<10 {
      let step = network.lossAndGradients(
        parameters: weights, inputs: golden.inputs, targets: golden.targets,
        dropout: DropoutStep(seed: 0, step: UInt32(index)))
      decay1 *= 0.9
      decay2 *= 0.999
      let rate = 0.001 * (1 - decay2).squareRoot() / (1 - decay1)
      weights = step.movedParameters
      for place in trainable {
        let gradient = step.gradients[place]
        m[place] += (gradient - m[place]) * 0.1
        v[place] += (gradient * gradient - v[place]) * 0.001
        weights[place] -= rate * m[place] / (v[place].squareRoot() + 1e-7)
      }
    }
    // Adam makes steps of the whole rate of gradients of 1e-7 and more, however they round: a margin of a hundred.
    #expect(relativeDifference(weights, golden.trained) < 100 * Self.tolerance)
    #expect(relativeDifference(weights, golden.weights) > 1e-4)
  }

  /// What Keras writes is read, and written again with the same values; ELU's come in another order.
  @Test(arguments: GoldenLayer.all)
  func jsonIsKeras(golden: GoldenLayer) throws {
    let written = try JSON(parsing: golden.model.kerasJSON().utf8)
    #expect(sorted(written) == sorted(golden.json))
  }

  private func sorted(_ json: JSON) -> JSON {
    switch json {
    case .object(let members):
      .object(members.map { ($0.name, sorted($0.value)) }.sorted { $0.0 < $1.0 })
    case .array(let elements): .array(elements.map(sorted))
    default: json
    }
  }
}
