import TrainParallel

/// A trained model and the images that it takes.
struct LoadedModel {
  let file: ModelFile
  let size: ImageSize
  let color: ColorMode
  /// The filter that brings images to their size.
  let interpolation: Interpolation
  private let generator: ImageDataGenerator

  init(path: String) throws {
    try self.init(ModelFile(path: path), path: path)
  }

  /// - Throws: `ProgramError` where the images are not what the network takes, or prepared as this version does not know;
  ///   `ModelError` where the network is no classifier.
  init(_ file: ModelFile, path: String) throws {
    self.file = file
    let preprocessing = file.preprocessing
    guard let color = preprocessing.colorMode,
      file.model.inputShape == [preprocessing.height, preprocessing.width, color.channels]
    else {
      throw ProgramError(
        .badData,
        "\(path): its preprocessing gives \(preprocessing.height)x\(preprocessing.width) \(preprocessing.color), its "
          + "network takes \(file.model.inputShape); use another copy")
    }
    self.color = color
    interpolation = try Interpolation(ofModel: path, preprocessing)
    size = preprocessing.size
    try file.model.requireClassifier()
    do {
      generator = try preprocessing.generator(with: nil)
    } catch {
      throw ProgramError(.badData, "\(path): \(error)")
    }
  }

  /// How files become pixels.
  var decoding: DecodingOptions { file.preprocessing.decoding }

  /// What the model was trained with; nil where its file does not say so.
  private var loss: Loss? {
    let record = try? JSON(parsing: file.training.utf8)
    return (record?["training"]?["loss"]?.text).flatMap(Loss.init)
  }

  /// The images as the network takes them.
  func flow(_ images: ImageDataset, batchSize: Int) -> ImageFlow {
    generator.flow(images, batchSize: batchSize, shuffle: false)
  }

  /// A trainer that holds the model, for its forward pass.
  func trainer(
    batchSize: Int, instructionSet: InstructionSet?, executor: any TaskExecutor
  ) throws -> Trainer {
    try Trainer(
      model: file.model, parameters: file.parameters,
      options: TrainingOptions(batchSize: batchSize, loss: loss, instructionSet: instructionSet),
      executor: executor)
  }
}

extension Interpolation {
  /// The filter that resizes the images of a model.
  ///
  /// - Throws: `ProgramError` where it is one that this version does not know.
  init(ofModel path: String, _ preprocessing: Preprocessing) throws(ProgramError) {
    guard let interpolation = preprocessing.interpolation else {
      throw ProgramError(
        .badData,
        "\(path): its images are resized by \(preprocessing.resizeFilter), this version knows "
          + "\(list(Interpolation.allCases.map(\.rawValue))); use the version that made the model")
    }
    self = interpolation
  }
}
