import ImageData
import LinearAlgebra
import NeuralNetwork
import Parallelism

/// A trained model that is asked about single images, in memory or in files.
///
///     let classifier = try Classifier(ModelFile(path: "best.safetensors"))
///     let probabilities = try classifier.probabilities(ofImage: bytes)
///
/// Images come to the network as those did that it was trained on: in its size and colors, rescaled by its factor.
public final class Classifier {
  /// The model's file.
  public let file: ModelFile
  /// The name of each class, in the order of the probabilities.
  public var classNames: [String] { file.classNames }

  private let trainer: Trainer
  private let size: ImageSize
  private let color: ColorMode
  private let interpolation: Interpolation
  private let generator: ImageDataGenerator

  /// Plans the network for one image at a time, on the calling thread.
  ///
  /// - Parameters:
  ///   - file: The trained model.
  ///   - preprocessingFunction: The function that the model was trained with, if any.
  ///   - instructionSet: The kernels in use; nil for the best that the processor has.
  /// - Throws: `TrainingError` where what is done to an image before does not give what the network takes, `ModelError`
  ///   where it is no classifier.
  public init(
    _ file: ModelFile, preprocessingFunction: PreprocessingFunction? = nil,
    instructionSet: InstructionSet? = nil
  ) throws {
    let preprocessing = file.preprocessing
    guard let color = preprocessing.colorMode,
      file.model.inputShape == [preprocessing.height, preprocessing.width, color.channels]
    else {
      throw TrainingError.sampleShape(
        found: [preprocessing.height, preprocessing.width, preprocessing.colorMode?.channels ?? 0],
        expected: file.model.inputShape)
    }
    guard let interpolation = preprocessing.interpolation else {
      throw TrainingError.resizeFilter(found: preprocessing.resizeFilter)
    }
    self.file = file
    self.color = color
    self.interpolation = interpolation
    size = preprocessing.size
    generator = try preprocessing.generator(with: preprocessingFunction)
    trainer = try Trainer(
      model: file.model, parameters: file.parameters,
      options: TrainingOptions(batchSize: 1, instructionSet: instructionSet), executor: SerialExecutor())
  }

  /// The probability of each class for an image file in memory, of any format that `decodeImage` reads.
  ///
  /// - Throws: `ImageDataError` where the bytes are no such image.
  public func probabilities(ofImage bytes: [UInt8]) throws -> [Float] {
    try probabilities(
      of: decodeImage(
        bytes: bytes, size: size, color: color, interpolation: interpolation,
        options: file.preprocessing.decoding))
  }

  /// The probability of each class for an image in a file, of any format that `decodeImage` reads.
  ///
  /// - Throws: `ImageDataError` where the file cannot be read or is no such image.
  public func probabilities(ofImageAt path: String) throws -> [Float] {
    try probabilities(
      of: decodeImage(
        path: path, size: size, color: color, interpolation: interpolation,
        options: file.preprocessing.decoding))
  }

  /// The probability of each class for pixels in memory.
  ///
  /// - Throws: `TrainingError.sampleShape` where the image has not the model's size and colors.
  public func probabilities(of image: DecodedImage) throws -> [Float] {
    let dataset = ImageDataset(
      pixels: image.pixels, size: image.size, channels: image.color.channels, labels: [0],
      classNames: classNames)
    return try trainer.predict(generator.flow(dataset, batchSize: 1, shuffle: false))
  }
}
