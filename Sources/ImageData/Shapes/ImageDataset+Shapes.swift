import Parallelism

extension ImageDataset {
  /// Circles, rectangles and triangles as a hand draws them: dark ink on light paper, gray.
  ///
  /// Sample k is of class k mod 3 and depends on `seed` and k alone, so data sets of other lengths agree where they
  /// overlap, and those that do not overlap hold different pictures.
  ///
  /// - Parameters:
  ///   - count: The number of images.
  ///   - size: Their height and width in pixels.
  ///   - seed: Another seed draws other pictures.
  ///   - firstSample: The number of the first sample.
  public static func shapes(
    count: Int, size: Int = 24, seed: UInt64 = 0, firstSample: Int = 0
  ) -> ImageDataset {
    precondition(count >= 0 && firstSample >= 0, "Samples are counted from 0")
    precondition(size >= 8, "A shape needs at least 8x8 pixels, not \(size)x\(size)")
    guard let memory = PixelMemory(count: count, bytesPerImage: size * size) else {
      preconditionFailure("There is no memory for \(count) images of \(size)x\(size)")
    }
    for index in 0..<count {
      HandDrawnShape.draw(
        sample: firstSample + index, size: size, seed: seed, into: memory.start + index * size * size)
    }
    let samples = firstSample..<firstSample + count
    let paths = samples.map(HandDrawnShape.relativePath)
    return ImageDataset(
      pixels: memory, positions: Array(0..<count), size: ImageSize(size), channels: 1,
      classNames: HandDrawnShape.allCases.map(\.name),
      labels: samples.map { HandDrawnShape(sample: $0).rawValue },
      relativePaths: paths, identifiers: paths.map(stableHash), badImages: [], sizeNote: nil)
  }
}

extension HandDrawnShape {
  /// The name of a sample's file below the data directory: `circle/circle-00001.png` for sample 0.
  static func relativePath(_ sample: Int) -> String {
    let name = HandDrawnShape(sample: sample).name
    let number = String(sample / 3 + 1)
    return "\(name)/\(name)-\(String(repeating: "0", count: max(0, 5 - number.count)))\(number).png"
  }
}
