import NeuralNetwork
import Parallelism
import Testing

@testable import Training

/// a ← m a + (1 − m) w after each step, from the weights after the first, as Keras' `use_ema`.
@Suite struct AveragedWeightsTests {
  private final class Watch: Callback {
    let name = "watch"
    var averages: [Float] = []
    var weights: [Float] = []
    func stepEnded(_ trainer: Trainer) {
      weights.append(trainer.parameters.values[3])
      averages.append(trainer.weights.values[3])
    }
  }

  @Test func followTheWeights() throws {
    let options = TrainingOptions(
      epochs: 2, batchSize: 8, optimizer: SGD(learningRate: 0.5), averageMomentum: 0.75)
    let (watch, plain) = (Watch(), Watch())
    let trainer = try Trainer(model: blobModel(), options: options, executor: SerialExecutor())
    var hashes: [String] = []
    try trainer.fit(blobs(count: 45), validation: blobs(count: 9), callbacks: [watch]) {
      hashes.append($0.weightsSHA256)
    }
    var expected = Double(watch.weights[0])
    #expect(watch.averages[0] == watch.weights[0])
    for (weight, average) in zip(watch.weights, watch.averages).dropFirst() {
      expected = 0.75 * expected + 0.25 * Double(weight)
      // A rounding of a number below 2 at each of twelve steps, fading.
      #expect(abs(Double(average) - expected) <= 8 * 0x1p-24)
    }
    // What is saved and evaluated are the averages; the weights themselves are those of a training without.
    #expect(
      hashes.last == trainer.weights.weightsSHA256() && hashes.last != trainer.parameters.weightsSHA256())
    var without = options
    without.averageMomentum = nil
    let other = try Trainer(model: blobModel(), options: without, executor: SerialExecutor())
    try other.fit(blobs(count: 45), validation: blobs(count: 9), callbacks: [plain])
    #expect(plain.weights == watch.weights && plain.averages == plain.weights)
    let averaged = try Trainer(
      model: blobModel(), parameters: trainer.weights.copy(), options: without, executor: SerialExecutor())
    let validation = blobs(count: 9)
    #expect(try trainer.predict(validation) == averaged.predict(validation))
    #expect(try trainer.predict(validation) != other.predict(validation))
  }
}
