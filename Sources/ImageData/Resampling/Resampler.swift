import Kernels
import LinearAlgebra

/// Resizes 8-bit images, row by row and then column by column; keeps its tables and memory for the next image.
struct Resampler {
  private var interpolation: Interpolation?
  private var horizontal: ResamplingWeights?
  private var vertical: ResamplingWeights?
  private var intermediate: [UInt8] = []
  /// The loops over pixels; all give the same bytes.
  var kernels: any KernelSet.Type = InstructionSet.best.kernels

  /// Resizes `source`, H x W x `channels` without gaps, to `target`.
  ///
  /// - Parameter divisor: By how much the source was already reduced: its pixels are those of a size that many times as
  ///   large, its last row and column perhaps cut.
  mutating func resize(
    _ source: UnsafePointer<UInt8>, from size: ImageSize, to target: ImageSize, channels: Int,
    interpolation: Interpolation, reducedBy divisor: Int = 1, into destination: UnsafeMutablePointer<UInt8>
  ) {
    guard let filter = ResamplingFilter(interpolation) else {
      precondition(divisor == 1, "A reduced image has lost the pixels to choose from")
      return resizeNearest(source, from: size, to: target, channels: channels, into: destination)
    }
    if self.interpolation != interpolation { (horizontal, vertical) = (nil, nil) }
    self.interpolation = interpolation
    resample(
      source, filter, from: size, to: target, channels: channels, reducedBy: divisor, into: destination)
  }

  private func resizeNearest(
    _ source: UnsafePointer<UInt8>, from size: ImageSize, to target: ImageSize, channels: Int,
    into destination: UnsafeMutablePointer<UInt8>
  ) {
    for y in 0..<target.height {
      let row = source + (2 * y + 1) * size.height / (2 * target.height) * size.width * channels
      let output = destination + y * target.width * channels
      for x in 0..<target.width {
        let pixel = row + (2 * x + 1) * size.width / (2 * target.width) * channels
        for c in 0..<channels { output[x * channels + c] = pixel[c] }
      }
    }
  }

  private mutating func resample(
    _ source: UnsafePointer<UInt8>, _ filter: ResamplingFilter, from whole: ImageSize, to target: ImageSize,
    channels: Int, reducedBy divisor: Int, into destination: UnsafeMutablePointer<UInt8>
  ) {
    let size = whole.reduced(by: divisor)
    let height = Double(whole.height) / Double(divisor)
    let width = Double(whole.width) / Double(divisor)
    if (horizontal?.extent, horizontal?.output) != (width, target.width) {
      horizontal = ResamplingWeights(filter, from: size.width, extent: width, to: target.width)
    }
    if (vertical?.extent, vertical?.output) != (height, target.height) {
      vertical = ResamplingWeights(filter, from: size.height, extent: height, to: target.height)
    }
    guard height != Double(target.height), let vertical else {
      guard width != Double(target.width), let horizontal else {
        destination.update(from: source, count: size.area * channels)
        return
      }
      horizontal.withTable {
        kernels.resampleRows(rows: size.height, channels: channels, source, table: $0, destination)
      }
      return
    }
    guard width != Double(target.width), let horizontal else {
      vertical.withTable {
        kernels.resampleColumns(width: target.width * channels, source, table: $0, destination)
      }
      return
    }
    let count = size.height * target.width * channels
    if intermediate.count < count { intermediate = [UInt8](repeating: 0, count: count) }
    intermediate.withUnsafeMutableBufferPointer { buffer in
      guard let rows = buffer.baseAddress else { return }
      horizontal.withTable {
        kernels.resampleRows(rows: size.height, channels: channels, source, table: $0, rows)
      }
      vertical.withTable {
        kernels.resampleColumns(width: target.width * channels, rows, table: $0, destination)
      }
    }
  }
}
