/// Resizes 8-bit images, row by row and then column by column; keeps its tables and memory for the next image.
struct Resampler {
  private var horizontal: ResamplingWeights?
  private var vertical: ResamplingWeights?
  private var intermediate: [UInt8] = []

  /// Resizes `source`, H x W x `channels` without gaps, to `target`.
  mutating func resize(
    _ source: UnsafePointer<UInt8>, from size: ImageSize, to target: ImageSize, channels: Int,
    interpolation: Interpolation, into destination: UnsafeMutablePointer<UInt8>
  ) {
    switch interpolation {
    case .nearest:
      resizeNearest(source, from: size, to: target, channels: channels, into: destination)
    case .bilinear:
      resizeBilinear(source, from: size, to: target, channels: channels, into: destination)
    }
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

  private mutating func resizeBilinear(
    _ source: UnsafePointer<UInt8>, from size: ImageSize, to target: ImageSize, channels: Int,
    into destination: UnsafeMutablePointer<UInt8>
  ) {
    if size.width != target.width && (horizontal?.input, horizontal?.output) != (size.width, target.width) {
      horizontal = ResamplingWeights(bilinearFrom: size.width, to: target.width)
    }
    if size.height != target.height && (vertical?.input, vertical?.output) != (size.height, target.height) {
      vertical = ResamplingWeights(bilinearFrom: size.height, to: target.height)
    }
    guard size.height != target.height, let vertical else {
      guard size.width != target.width, let horizontal else {
        destination.update(from: source, count: size.area * channels)
        return
      }
      resampleRows(source, size.height, horizontal, channels, into: destination)
      return
    }
    guard size.width != target.width, let horizontal else {
      resampleColumns(source, target.width * channels, vertical, into: destination)
      return
    }
    let count = size.height * target.width * channels
    if intermediate.count < count { intermediate = [UInt8](repeating: 0, count: count) }
    intermediate.withUnsafeMutableBufferPointer { buffer in
      guard let rows = buffer.baseAddress else { return }
      resampleRows(source, size.height, horizontal, channels, into: rows)
      resampleColumns(rows, target.width * channels, vertical, into: destination)
    }
  }
}

/// Resamples each of `height` rows to the width of `table`.
private func resampleRows(
  _ source: UnsafePointer<UInt8>, _ height: Int, _ table: ResamplingWeights, _ channels: Int,
  into destination: UnsafeMutablePointer<UInt8>
) {
  table.weights.withUnsafeBufferPointer { weights in
    for y in 0..<height {
      let row = source + y * table.input * channels
      let output = destination + y * table.output * channels
      for x in 0..<table.output {
        let first = row + table.starts[x] * channels
        for c in 0..<channels {
          var sum = Int32(1) << (ResamplingWeights.precision - 1)
          for k in 0..<table.counts[x] {
            sum &+= Int32(first[k &* channels &+ c]) &* weights[x &* table.stride &+ k]
          }
          output[x * channels + c] = rounded(sum)
        }
      }
    }
  }
}

/// Resamples columns to the height of `table`; `width` counts bytes, pixels times channels.
private func resampleColumns(
  _ source: UnsafePointer<UInt8>, _ width: Int, _ table: ResamplingWeights,
  into destination: UnsafeMutablePointer<UInt8>
) {
  withUnsafeTemporaryAllocation(of: Int32.self, capacity: width) { sums in
    guard let sums = sums.baseAddress else { return }
    for y in 0..<table.output {
      sums.initialize(repeating: 1 << (ResamplingWeights.precision - 1), count: width)
      for k in 0..<table.counts[y] {
        let row = source + (table.starts[y] + k) * width
        let weight = table.weights[y * table.stride + k]
        for x in 0..<width { sums[x] &+= Int32(row[x]) &* weight }
      }
      let output = destination + y * width
      for x in 0..<width { output[x] = rounded(sums[x]) }
    }
  }
}

/// The fixed-point sum as a byte.
@inline(__always)
private func rounded(_ sum: Int32) -> UInt8 {
  UInt8(truncatingIfNeeded: max(0, min(255, sum >> ResamplingWeights.precision)))
}
