import ImageData
import NeuralNetwork
import Parallelism
import Testing
import Training

struct ClassifierTests {
  /// A model for 12x12 gray images whose weights are drawn, as good as any for comparing two ways through it.
  private func file(color: String = "grayscale", rescale: Double = 1 / 255) throws -> ModelFile {
    let model = try Architecture.shapesCNN.model(input: [12, 12, 1], classes: 3)
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 3)
    return ModelFile(
      model: model, parameters: parameters, classNames: ["a", "b", "c"],
      preprocessing: Preprocessing(height: 12, width: 12, color: color, rescale: rescale))
  }

  @Test func `one image has the probabilities that it has among many`() throws {
    let file = try file(rescale: 0.01)
    let images = ImageDataset.shapes(count: 5, size: 12, seed: 1)
    let trainer = try Trainer(model: file.model, parameters: file.parameters, executor: SerialExecutor())
    let all = try trainer.predict(ImageDataGenerator(rescale: 0.01).flow(images, shuffle: false))
    let classifier = try Classifier(file)
    #expect(classifier.classNames == ["a", "b", "c"])
    for sample in 0..<5 {
      let pixels = images.withPixels(of: sample) { Array($0) }
      let one = try classifier.probabilities(
        of: DecodedImage(pixels: pixels, size: ImageSize(12), color: .grayscale))
      #expect(one == Array(all[sample * 3..<sample * 3 + 3]))
    }
  }

  @Test func `pixels of another shape, bytes of no image and files that are not there are refused`() throws {
    let classifier = try Classifier(file())
    let small = DecodedImage(pixels: [UInt8](repeating: 0, count: 9), size: ImageSize(3), color: .grayscale)
    #expect(throws: TrainingError.sampleShape(found: [3, 3, 1], expected: [12, 12, 1])) {
      try classifier.probabilities(of: small)
    }
    #expect(throws: ImageDataError.self) { try classifier.probabilities(ofImage: [1, 2, 3]) }
    #expect(throws: ImageDataError.self) { try classifier.probabilities(ofImageAt: "/nowhere/a.png") }
  }

  @Test(arguments: ["rgb", "pink"]) func `a preparation that the network cannot take is refused`(
    color: String
  ) throws {
    #expect(throws: TrainingError.self) { try Classifier(file(color: color)) }
  }

  @Test func `statistics and functions go with the model`() throws {
    let images = ImageDataset.shapes(count: 5, size: 12, seed: 1)
    let invert = PreprocessingFunction(name: "invert") { pixels in
      for row in 0..<pixels.height {
        for column in 0..<pixels.width { pixels[row, column, 0] = 255 - pixels[row, column, 0] }
      }
    }
    var generator = ImageDataGenerator(
      geometry: .init(rotationRange: 30),
      standardization: .init(
        samplewiseCenter: true, featurewiseStdNormalization: true, preprocessingFunction: invert))
    generator.fit(images)
    let preprocessing = Preprocessing(generator.flow(images))
    let again = try preprocessing.generator(with: invert)
    #expect(again.standardization.statistics == generator.standardization.statistics)
    #expect(
      again.flow(images, shuffle: false).epoch(0)[0].images.scalars
        == generator.withoutAugmentation.flow(images, shuffle: false).epoch(0)[0].images.scalars)
    #expect(throws: TrainingError.preprocessingFunction(found: nil, expected: "invert")) {
      try preprocessing.generator(with: nil)
    }
    #expect(throws: TrainingError.preprocessingFunction(found: "invert", expected: nil)) {
      try Preprocessing(ImageDataGenerator().flow(images)).generator(with: invert)
    }
    let model = try file()
    let trained = ModelFile(
      model: model.model, parameters: model.parameters, classNames: model.classNames,
      preprocessing: preprocessing)
    #expect(throws: TrainingError.preprocessingFunction(found: nil, expected: "invert")) {
      try Classifier(trained)
    }
    let image = DecodedImage(
      pixels: images.withPixels(of: 2) { Array($0) }, size: ImageSize(12), color: .grayscale)
    let probabilities = try Classifier(trained, preprocessingFunction: invert).probabilities(of: image)
    let trainer = try Trainer(model: model.model, parameters: model.parameters, executor: SerialExecutor())
    let expected = try trainer.predict(generator.withoutAugmentation.flow(images.subset([2]), shuffle: false))
    #expect(probabilities == expected)
  }

  @Test func `what a flow does to images is kept`() {
    let images = ImageDataset.shapes(count: 2, size: 12, seed: 1)
    let preprocessing = Preprocessing(ImageDataGenerator().flow(images))
    #expect(preprocessing == Preprocessing(height: 12, width: 12, color: "grayscale"))
    #expect(preprocessing.size == ImageSize(12) && preprocessing.colorMode == .grayscale)
    #expect(preprocessing.generator == ImageDataGenerator())
    #expect(Preprocessing(ImageDataGenerator(rescale: 0.5).flow(images)).rescale == 0.5)
  }
}
