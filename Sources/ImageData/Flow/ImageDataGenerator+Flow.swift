import LinearAlgebra
import Parallelism

extension ImageDataGenerator {
  /// The batches of a data set.
  public func flow(
    _ dataset: ImageDataset, batchSize: Int = 32, shuffle: Bool = true, seed: UInt64 = 0,
    classWeights: [Float]? = nil
  ) -> ImageFlow {
    ImageFlow(
      dataset, generator: self, batchSize: batchSize, shuffle: shuffle, seed: seed, classWeights: classWeights
    )
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
  public func flow(
    images: Tensor<UInt8>, labels: [Int], classNames: [String]? = nil, batchSize: Int = 32,
    shuffle: Bool = true, seed: UInt64 = 0
  ) -> ImageFlow {
    flow(
      ImageDataset(images: images, labels: labels, classNames: classNames), batchSize: batchSize,
      shuffle: shuffle, seed: seed)
  }

  /// The batches of a directory with a folder of images for each class; all images are decoded first, or found decoded in
  /// a cache file.
  ///
  /// - Parameters:
  ///   - path: The directory.
  ///   - targetSize: The size wanted; `nil` for the images' own if all agree, else 150 x 150.
  ///   - colorMode: The color mode wanted; `nil` for gray if all images are, else RGB.
  ///   - classes: The names of the labels if they are not to be the folders' in order.
  ///   - interpolation: The filter for images of another size.
  ///   - batchSize: The number of images of a batch.
  ///   - shuffle: Whether each epoch has an order of its own.
  ///   - seed: The seed of orders and transforms.
  ///   - onBadImage: What happens when a file cannot be used.
  ///   - cache: Where the decoded images are kept.
  ///   - threads: The number of threads that decode; `nil` for all usable processors.
  /// - Throws: `ImageDataError` if the directory or an image cannot be used.
  public func flowFromDirectory(
    _ path: String, targetSize: ImageSize? = nil, colorMode: ColorMode? = nil, classes: [String]? = nil,
    interpolation: Interpolation = .bilinear, batchSize: Int = 32, shuffle: Bool = true, seed: UInt64 = 0,
    onBadImage: BadImagePolicy = .fail, cache: ImageCache = .ram, threads: Int? = nil
  ) throws -> ImageFlow {
    let directory = try ImageDirectory(path: path, classNames: classes)
    let dataset = try WorkerTeam.withTeam(threads: threads ?? usableProcessors()) { team in
      try ImageDataset.load(
        directory, size: targetSize, color: colorMode, interpolation: interpolation, onBadImage: onBadImage,
        cache: cache, executor: team)
    }
    return flow(dataset, batchSize: batchSize, shuffle: shuffle, seed: seed)
  }
}
