import LinearAlgebra
import Parallelism

extension ImageDataset {
  /// Creates a data set from pixels in memory.
  ///
  /// - Parameters:
  ///   - pixels: N x H x W x C bytes.
  ///   - size: The height and width of every image.
  ///   - channels: 1, 3 or 4.
  ///   - labels: The class of each image; they give N.
  ///   - classNames: The name of each label, or `nil` for `0`, `1`, ...
  ///   - identifiers: The number of each image in random draws, or `nil` for its position.
  public convenience init(
    pixels: [UInt8], size: ImageSize, channels: Int, labels: [Int], classNames: [String]? = nil,
    identifiers: [UInt64]? = nil
  ) {
    precondition(ColorMode(channels: channels) != nil, "An image has 1, 3 or 4 channels, not \(channels)")
    let count = labels.count
    precondition(
      pixels.count == count * size.area * channels,
      "\(count) images of \(size)x\(channels) have \(count * size.area * channels) bytes, not \(pixels.count)"
    )
    precondition(identifiers.map { $0.count == count } ?? true, "Each image needs one identifier")
    let classNames = classNames ?? (0...(labels.max() ?? 0)).map(String.init)
    precondition(labels.allSatisfy(classNames.indices.contains), "Each label needs a class name")
    guard let memory = PixelMemory(count: count, bytesPerImage: size.area * channels) else {
      preconditionFailure("There is no memory for \(pixels.count) bytes")
    }
    pixels.withUnsafeBufferPointer {
      if let start = $0.baseAddress { memory.start.update(from: start, count: $0.count) }
    }
    self.init(
      pixels: memory, positions: Array(0..<count), size: size, channels: channels, classNames: classNames,
      labels: labels, relativePaths: (0..<count).map(String.init),
      identifiers: identifiers ?? (0..<UInt64(count)).map { $0 }, badImages: [], sizeNote: nil)
  }

  /// Creates a data set from a tensor.
  ///
  /// - Parameters:
  ///   - images: N x H x W x C bytes.
  ///   - labels: The class of each image.
  ///   - classNames: The name of each label, or `nil` for `0`, `1`, ...
  public convenience init(images: Tensor<UInt8>, labels: [Int], classNames: [String]? = nil) {
    precondition(images.shape.rank == 4, "Images have the shape (N, H, W, C), not \(images.shape)")
    precondition(images.shape[0] == labels.count, "\(images.shape[0]) images, but \(labels.count) labels")
    self.init(
      pixels: images.scalars, size: ImageSize(height: images.shape[1], width: images.shape[2]),
      channels: images.shape[3], labels: labels, classNames: classNames)
  }
}
