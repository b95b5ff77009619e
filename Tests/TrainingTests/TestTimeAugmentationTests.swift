import Foundation
import ImageData
import NeuralNetwork
import Parallelism
import Testing
import Training

struct TestTimeAugmentationTests {
  private let images = ImageDataset.shapes(count: 9, size: 12, seed: 1)

  /// The same images, left and right exchanged in memory.
  private var mirrored: ImageDataset {
    let pixels = (0..<images.count).flatMap { sample in
      images.withPixels(of: sample) { pixels in
        (0..<12).flatMap { row in pixels[row * 12..<row * 12 + 12].reversed() }
      }
    }
    return ImageDataset(
      pixels: pixels, size: images.size, channels: 1, labels: images.labels, classNames: images.classNames)
  }

  private func trainer() throws -> Trainer {
    try Trainer(
      model: Architecture.shapesCNN.model(input: [12, 12, 1], classes: 3),
      options: TrainingOptions(batchSize: 4, seed: 3), executor: SerialExecutor())
  }

  /// Whitening is no function of single pixels: it shows whether the pixels are mirrored before it.
  private func generators() -> [ImageDataGenerator] {
    var whitened = ImageDataGenerator(
      geometry: .init(), standardization: .init(featurewiseCenter: true, zcaWhitening: true))
    whitened.fit(images)
    return [ImageDataGenerator(), whitened]
  }

  @Test func `flip is the mean of the image and its mirror image, whatever is done to both`() throws {
    let trainer = try trainer()
    for generator in generators() {
      let flow = generator.flow(images, batchSize: 4, shuffle: false)
      let own = try trainer.predict(flow)
      let other = try trainer.predict(generator.flow(mirrored, batchSize: 4, shuffle: false))
      #expect(own != other)
      let mean = zip(own, other).map { Float((Double($0) + Double($1)) / 2) }
      #expect(try trainer.predict(flow, augmentation: .flip) == mean)
      #expect(try trainer.predict(flow, augmentation: .none) == own)
      // A sum of two does not depend on their order.
      let turned = generator.flow(mirrored, batchSize: 4, shuffle: false)
      #expect(try trainer.predict(turned, augmentation: .flip) == mean)
    }
  }

  @Test func `nothing is drawn at random`() throws {
    let trainer = try trainer()
    let plain = try trainer.predict(ImageDataGenerator().flow(images, shuffle: false))
    let augmented = ImageDataGenerator(horizontalFlip: true, rotationRange: 90).flow(images, shuffle: false)
    #expect(try trainer.predict(augmented, augmentation: .none) == plain)
  }

  @Test func `the evaluation is that of the mean probabilities`() throws {
    let trainer = try trainer()
    let flow = ImageDataGenerator().flow(
      images, shuffle: false, sampleWeights: (0..<9).map { Float($0) / 4 })
    let probabilities = try trainer.predict(flow, augmentation: .flip)
    let evaluation = try trainer.evaluate(flow, augmentation: .flip)
    #expect(evaluation.probabilities == probabilities)
    #expect(evaluation.labels == images.labels)
    var loss = 0.0
    for sample in 0..<9 {
      let p = Double(probabilities[3 * sample + images.labels[sample]])
      loss -= Double(sample) / 4 * log(p)
    }
    #expect(abs(evaluation.loss - loss / 9) < 1e-12)
    let plain = try trainer.evaluate(flow)
    let none = try trainer.evaluate(flow, augmentation: .none)
    #expect(none.loss == plain.loss && none.probabilities == plain.probabilities)
  }

  @Test func `a class without any probability has a finite loss, weights without any number are refused`()
    throws
  {
    let trainer = try trainer()
    let layout = trainer.parameters.layout
    let flow = ImageDataGenerator().flow(images, shuffle: false)
    // The last bias decides alone: e^-400 is 0 as a Float, or the least that the kernels put out, about e^-87. A third of
    // the samples are of class 0.
    for entry in layout.entries { trainer.parameters.buffer(of: entry).update(repeating: 0) }
    let bias = trainer.parameters.buffer(of: try #require(layout.entries.last))
    bias[0] = 400
    let evaluation = try trainer.evaluate(flow, augmentation: .flip)
    #expect(evaluation.loss.isFinite && evaluation.loss > 50)
    for entry in layout.entries { trainer.parameters.buffer(of: entry).update(repeating: .nan) }
    #expect(throws: TrainingError.evaluatedLossIsNotFinite) {
      try trainer.evaluate(flow, augmentation: .flip)
    }
  }
}
