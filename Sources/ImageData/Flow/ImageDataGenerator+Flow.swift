import LinearAlgebra
import Parallelism

extension ImageDataGenerator {
  /// The batches of a data set.
  public func flow(
    _ dataset: ImageDataset, batchSize: Int = 32, shuffle: Bool = true, seed: UInt64 = 0,
    classWeights: [Float]? = nil, sampleWeights: [Float]? = nil
  ) -> ImageFlow {
    ImageFlow(
      dataset, generator: self, batchSize: batchSize, shuffle: shuffle, seed: seed,
      classWeights: classWeights,
      sampleWeights: sampleWeights)
  }

  /// The batches of images in memory.
  ///
  /// - Parameters:
  ///   - images: N x H x W x C bytes.
  ///   - labels: The class of each image.
  ///   - classNames: The name of each label, or `nil` for `0`, `1`, ...
  ///   - batchSize: The number of images of a batch.
  ///   - shuffle: Whether each epoch has an order of its own.
  ///   - seed: The seed of orders and transforms.
  ///   - sampleWeights: What the loss of each image is multiplied by; nil for 1.
  public func flow(
    images: Tensor<UInt8>, labels: [Int], classNames: [String]? = nil, batchSize: Int = 32,
    shuffle: Bool = true, seed: UInt64 = 0, sampleWeights: [Float]? = nil
  ) -> ImageFlow {
    flow(
      ImageDataset(images: images, labels: labels, classNames: classNames), batchSize: batchSize,
      shuffle: shuffle, seed: seed, sampleWeights: sampleWeights)
  }

  /// The batches of a directory with a folder of images for each class; all images are decoded first, or found decoded in
  /// a cache file.
  ///
  /// - Parameters:
  ///   - path: The directory.
  ///   - targetSize: The size wanted; `nil` for the images' own if all agree, else 150 x 150.
  ///   - colorMode: The color mode wanted; `nil` for gray if all images are, else RGB.
  ///   - classes: The folders that are taken, in the order of their labels; `nil` for all.
  ///   - interpolation: The filter for images of another size.
  ///   - decoding: How files become pixels: turned upright, cut to the ratio of the sides.
  ///   - followLinks: Whether links to folders inside of a class are followed.
  ///   - validationSplit: The part of the images that the subset ``Subset/validation`` gets.
  ///   - subset: The part that is wanted; `nil` for all images. Validation images are not augmented.
  ///   - batchSize: The number of images of a batch.
  ///   - shuffle: Whether each epoch has an order of its own.
  ///   - seed: The seed of orders, transforms and of the split.
  ///   - onBadImage: What happens when a file cannot be used.
  ///   - cache: Where the decoded images are kept.
  ///   - threads: The number of threads that decode; `nil` for all usable processors.
  /// - Throws: `ImageDataError` if the directory or an image cannot be used.
  public func flowFromDirectory(
    _ path: String, targetSize: ImageSize? = nil, colorMode: ColorMode? = nil, classes: [String]? = nil,
    interpolation: Interpolation = .bilinear, decoding: DecodingOptions = DecodingOptions(),
    followLinks: Bool = false, validationSplit: Double = 0, subset: Subset? = nil, batchSize: Int = 32,
    shuffle: Bool = true, seed: UInt64 = 0, onBadImage: BadImagePolicy = .fail, cache: ImageCache = .ram,
    threads: Int? = nil
  ) throws -> ImageFlow {
    precondition(
      (subset == nil) == (validationSplit == 0), "A subset is a part of a split: give both, or none of them")
    let directory = try ImageDirectory(path: path, classes: classes, followsLinks: followLinks)
    let dataset = try WorkerTeam.withTeam(threads: threads ?? usableProcessors()) { team in
      try ImageDataset.load(
        directory, size: targetSize, color: colorMode, interpolation: interpolation, decoding: decoding,
        onBadImage: onBadImage, cache: cache, executor: team)
    }
    guard let subset else { return flow(dataset, batchSize: batchSize, shuffle: shuffle, seed: seed) }
    let parts = dataset.split(validationFraction: validationSplit, seed: seed)
    return switch subset {
    case .training: flow(parts.training, batchSize: batchSize, shuffle: shuffle, seed: seed)
    case .validation:
      withoutAugmentation.flow(parts.validation, batchSize: batchSize, shuffle: shuffle, seed: seed)
    }
  }

  /// The batches of the images that a table lists with their classes and, if it has such a column, their weights; all are
  /// decoded first.
  ///
  /// - Parameters:
  ///   - path: The table, comma-separated, its columns named on the first line.
  ///   - directory: Where relative paths start; `nil` for the table's own directory.
  ///   - pathColumn: The column of the images' paths.
  ///   - labelColumn: The column of the classes' names.
  ///   - weightColumn: The column of the weights, or `nil`.
  ///   - targetSize: The size wanted; `nil` for the images' own if all agree, else 150 x 150.
  ///   - colorMode: The color mode wanted; `nil` for gray if all images are, else RGB.
  ///   - interpolation: The filter for images of another size.
  ///   - decoding: How files become pixels: turned upright, cut to the ratio of the sides.
  ///   - batchSize: The number of images of a batch.
  ///   - shuffle: Whether each epoch has an order of its own.
  ///   - seed: The seed of orders and transforms.
  ///   - onBadImage: What happens when a file cannot be used.
  ///   - cache: Where the decoded images are kept.
  ///   - threads: The number of threads that decode; `nil` for all usable processors.
  /// - Throws: `ImageDataError` if the table or an image cannot be used.
  public func flowFromCSV(
    _ path: String, directory: String? = nil, pathColumn: String = "filename", labelColumn: String = "class",
    weightColumn: String? = nil, targetSize: ImageSize? = nil, colorMode: ColorMode? = nil,
    interpolation: Interpolation = .bilinear, decoding: DecodingOptions = DecodingOptions(),
    batchSize: Int = 32, shuffle: Bool = true, seed: UInt64 = 0, onBadImage: BadImagePolicy = .fail,
    cache: ImageCache = .ram, threads: Int? = nil
  ) throws -> ImageFlow {
    let table = try ImageTable(
      path: path, directory: directory, pathColumn: pathColumn, labelColumn: labelColumn,
      weightColumn: weightColumn)
    let dataset = try WorkerTeam.withTeam(threads: threads ?? usableProcessors()) { team in
      try ImageDataset.load(
        table.directory, size: targetSize, color: colorMode, interpolation: interpolation, decoding: decoding,
        onBadImage: onBadImage, cache: cache, executor: team)
    }
    return flow(
      dataset, batchSize: batchSize, shuffle: shuffle, seed: seed, sampleWeights: table.weights(of: dataset))
  }
}

/// The parts of a split data set.
public enum Subset: String, Sendable, Hashable, CaseIterable {
  /// The images to train with.
  case training
  /// The images that are held back to validate with.
  case validation
}
