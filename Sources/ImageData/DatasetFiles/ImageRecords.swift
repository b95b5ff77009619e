import Foundation
import Parallelism

/// Images of one size and color mode that a data set's file holds one after the other.
struct ImageRecords {
  let size: ImageSize
  let color: ColorMode
  /// The label of each image, as the file has it.
  let labels: [Int]
  /// The name of each label.
  let labelNames: [String]
  let relativePaths: [String]

  /// The samples' paths: the name of their file, without `.gz`, and a number from 0 in five digits or more.
  static func paths(in path: String, count: Int) -> [String] {
    var name = path.split(separator: "/").last.map(String.init) ?? path
    if name.hasSuffix(".gz") { name.removeLast(3) }
    return (0..<count).map { number in
      let digits = String(number)
      return "\(name)/\(String(repeating: "0", count: max(0, 5 - digits.count)))\(digits)"
    }
  }

  /// A data set of all images, at a size and in a color mode.
  ///
  /// - Parameters:
  ///   - path: What to name in errors.
  ///   - classNames: The classes of the data set; labels are matched with them by name.
  ///   - size: The size wanted, or `nil` for the images' own.
  ///   - color: The color mode wanted, or `nil` for the images' own.
  ///   - write: Writes the pixels of an image, of its own size and color mode.
  /// - Throws: `ImageDataError.unknownLabels` and `tooLarge`.
  func dataset(
    path: String, classNames: [String], size target: ImageSize?, color targetColor: ColorMode?,
    interpolation: Interpolation, write: (Int, UnsafeMutablePointer<UInt8>) -> Void
  ) throws(ImageDataError) -> ImageDataset {
    let (target, targetColor) = (target ?? size, targetColor ?? color)
    let positions = Dictionary(
      classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let unknown = Set(labels).sorted().map { labelNames[$0] }.filter { positions[$0] == nil }
    guard unknown.isEmpty else {
      throw .unknownLabels(path: path, found: unknown, known: classNames)
    }
    let memory = try allocate(target, targetColor)
    let layout: PixelLayout =
      switch color {
      case .grayscale: .gray8
      case .rgb: .rgb8
      case .rgba: .rgba8
      }
    var own = [UInt8](repeating: 0, count: size.area * color.channels)
    var converted = [UInt8](repeating: 0, count: size.area * targetColor.channels)
    var resampler = Resampler()
    for index in labels.indices {
      let place = memory.start + index * target.area * targetColor.channels
      own.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { write(index, start) } }
      layout.convert(own, count: size.area, to: targetColor, over: .white, &converted)
      if target == size {
        place.update(from: converted, count: converted.count)
      } else {
        resampler.resize(
          converted, from: size, to: target, channels: targetColor.channels, interpolation: interpolation,
          into: place)
      }
    }
    return ImageDataset(
      pixels: memory, positions: Array(labels.indices), size: target, channels: targetColor.channels,
      classNames: classNames, labels: labels.map { positions[labelNames[$0]] ?? 0 },
      relativePaths: relativePaths, identifiers: relativePaths.map(stableHash), badImages: [], sizeNote: nil)
  }

  private func allocate(_ size: ImageSize, _ color: ColorMode) throws(ImageDataError) -> PixelMemory {
    let (bytes, overflows) = labels.count.multipliedReportingOverflow(by: size.area * color.channels)
    let limit = ProcessInfo.processInfo.physicalMemory
    guard !overflows, UInt64(bytes) <= limit,
      let memory = PixelMemory(count: labels.count, bytesPerImage: size.area * color.channels)
    else {
      throw .tooLarge(
        images: labels.count, size: size, channels: color.channels,
        bytes: overflows ? .max : UInt64(bytes), memory: limit)
    }
    return memory
  }
}
