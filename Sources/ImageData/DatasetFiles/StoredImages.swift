import Foundation

/// Images of one size and color mode that lie in memory, one after the other, as pixels.
struct StoredImages {
  let size: ImageSize
  let color: ColorMode
  let count: Int

  /// The pixels of all images at a size and in a color mode: what decoding gives of files that hold the same.
  ///
  /// - Parameters:
  ///   - target: The size wanted.
  ///   - targetColor: The color mode wanted.
  ///   - interpolation: The filter if the size is another.
  ///   - decoding: What shows behind transparent pixels, and whether images are cut to the ratio of the sides.
  ///   - write: Writes the pixels of an image, of its own size and color mode.
  /// - Throws: `ImageDataError.tooLarge`.
  func pixels(
    _ target: ImageSize, _ targetColor: ColorMode, interpolation: Interpolation, decoding: DecodingOptions,
    write: (Int, UnsafeMutablePointer<UInt8>) -> Void
  ) throws(ImageDataError) -> PixelMemory {
    let memory = try allocate(target, targetColor)
    let layout: PixelLayout =
      switch color {
      case .grayscale: .gray8
      case .rgb: .rgb8
      case .rgba: .rgba8
      }
    let box = decoding.keepsAspectRatio ? CropBox(of: size, like: target) : CropBox(allOf: size)
    let mixes = targetColor == .rgba && interpolation != .nearest
    var own = [UInt8](repeating: 0, count: size.area * color.channels)
    var converted = [UInt8](repeating: 0, count: size.area * targetColor.channels)
    var resampler = Resampler()
    for index in 0..<count {
      let place = memory.start + index * target.area * targetColor.channels
      own.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { write(index, start) } }
      layout.convert(own, count: size.area, to: targetColor, over: decoding.background, &converted)
      guard target != size else {
        place.update(from: converted, count: converted.count)
        continue
      }
      if mixes { PremultipliedAlpha.multiply(&converted, count: size.area) }
      resampler.resize(
        converted, from: size, showing: box, to: target, channels: targetColor.channels,
        interpolation: interpolation, into: place)
      if mixes { PremultipliedAlpha.divide(place, count: target.area) }
    }
    return memory
  }

  private func allocate(_ size: ImageSize, _ color: ColorMode) throws(ImageDataError) -> PixelMemory {
    let (bytes, overflows) = count.multipliedReportingOverflow(by: size.area * color.channels)
    let limit = ProcessInfo.processInfo.physicalMemory
    guard !overflows, UInt64(bytes) <= limit,
      let memory = PixelMemory(count: count, bytesPerImage: size.area * color.channels)
    else {
      throw .tooLarge(
        images: count, size: size, channels: color.channels, bytes: overflows ? .max : UInt64(bytes),
        memory: limit)
    }
    return memory
  }
}
