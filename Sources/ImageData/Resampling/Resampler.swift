import Kernels
import LinearAlgebra

/// Resizes 8-bit images along rows and along columns; keeps its tables and memory for the next image.
struct Resampler {
  private var interpolation: Interpolation?
  private var horizontal: ResamplingWeights?
  private var vertical: ResamplingWeights?
  private var intermediate: [UInt8] = []
  /// The loops over pixels; all give the same bytes.
  var kernels: any KernelSet.Type = InstructionSet.best.kernels

  /// Resizes a part of `source`, H x W x `channels` without gaps, to `target`. The filter may look beyond the part's edges.
  ///
  /// - Parameter divisor: By how much the source was already reduced: its pixels are those of a size that many times as
  ///   large, its last row and column perhaps cut.
  mutating func resize(
    _ source: UnsafePointer<UInt8>, from size: ImageSize, showing box: CropBox? = nil, to target: ImageSize,
    channels: Int, interpolation: Interpolation, reducedBy divisor: Int = 1,
    into destination: UnsafeMutablePointer<UInt8>
  ) {
    let box = box ?? CropBox(allOf: size)
    guard let filter = ResamplingFilter(interpolation) else {
      precondition(divisor == 1, "A reduced image has lost the pixels to choose from")
      return resizeNearest(source, from: size, box, to: target, channels: channels, into: destination)
    }
    if self.interpolation != interpolation { (horizontal, vertical) = (nil, nil) }
    self.interpolation = interpolation
    resample(
      source, filter, from: size, box, to: target, channels: channels, reducedBy: divisor, into: destination)
  }

  private func resizeNearest(
    _ source: UnsafePointer<UInt8>, from size: ImageSize, _ box: CropBox, to target: ImageSize, channels: Int,
    into destination: UnsafeMutablePointer<UInt8>
  ) {
    let columns = nearestPlaces(from: box.left, count: box.size.width, to: target.width)
    for (y, sourceRow) in nearestPlaces(from: box.top, count: box.size.height, to: target.height).enumerated()
    {
      let row = source + sourceRow * size.width * channels
      let output = destination + y * target.width * channels
      for (x, column) in columns.enumerated() {
        for c in 0..<channels { output[x * channels + c] = row[column * channels + c] }
      }
    }
  }

  /// ⌊first + (i + 1/2) n / m⌋ for each of m output pixels, the sum made step by step as Pillow makes it: where it falls on
  /// the border of two pixels, its rounding decides.
  private func nearestPlaces(from first: Int, count: Int, to output: Int) -> [Int] {
    let step = Double(count) / Double(output)
    var place = Double(first) + step * 0.5
    return (0..<output).map { _ in
      defer { place += step }
      return min(Int(place), first + count - 1)
    }
  }

  private mutating func resample(
    _ source: UnsafePointer<UInt8>, _ filter: ResamplingFilter, from whole: ImageSize, _ box: CropBox,
    to target: ImageSize, channels: Int, reducedBy divisor: Int, into destination: UnsafeMutablePointer<UInt8>
  ) {
    let size = whole.reduced(by: divisor)
    let rows = ResamplingWeights.Span(
      from: box.top, count: box.size.height, of: whole.height, dividedBy: divisor)
    let columns = ResamplingWeights.Span(
      from: box.left, count: box.size.width, of: whole.width, dividedBy: divisor)
    let horizontal = Self.table(&self.horizontal, filter, from: size.width, columns, to: target.width)
    let vertical = Self.table(&self.vertical, filter, from: size.height, rows, to: target.height)
    func resampleRows(height: Int, _ x: UnsafePointer<UInt8>, _ y: UnsafeMutablePointer<UInt8>) {
      horizontal.withTable { kernels.resampleRows(rows: height, channels: channels, x, table: $0, y) }
    }
    func resampleColumns(width: Int, _ x: UnsafePointer<UInt8>, _ y: UnsafeMutablePointer<UInt8>) {
      vertical.withTable { kernels.resampleColumns(width: width * channels, x, table: $0, y) }
    }
    switch (rows == .all(target.height), columns == .all(target.width)) {
    case (true, true): destination.update(from: source, count: size.area * channels)
    case (true, false): resampleRows(height: size.height, source, destination)
    case (false, true): resampleColumns(width: target.width, source, destination)
    case (false, false):
      let columnsFirst = beginsWithColumns(rows, target.height, columns, target.width)
      let count = channels * (columnsFirst ? target.height * size.width : size.height * target.width)
      if intermediate.count < count { intermediate = [UInt8](repeating: 0, count: count) }
      intermediate.withUnsafeMutableBufferPointer { buffer in
        guard let between = buffer.baseAddress else { return }
        if columnsFirst {
          resampleColumns(width: size.width, source, between)
          resampleRows(height: target.height, between, destination)
        } else {
          resampleRows(height: size.height, source, between)
          resampleColumns(width: target.width, between, destination)
        }
      }
    }
  }

  /// The table that is kept, made anew if it is another's.
  private static func table(
    _ kept: inout ResamplingWeights?, _ filter: ResamplingFilter, from input: Int,
    _ span: ResamplingWeights.Span,
    to output: Int
  ) -> ResamplingWeights {
    if let kept, kept.input == input, kept.span == span, kept.output == output { return kept }
    let weights = ResamplingWeights(filter, from: input, span, to: output)
    kept = weights
    return weights
  }

  /// Whether columns come first: where the height of the whole image loses more than twice as many pixels as the width,
  /// that is less work. Pillow does so since version 13; bytes between the passes are rounded and cut off, so that the
  /// order shows.
  private func beginsWithColumns(
    _ rows: ResamplingWeights.Span, _ height: Int, _ columns: ResamplingWeights.Span, _ width: Int
  ) -> Bool {
    let loss = (rows: rows.whole - Double(height), columns: columns.whole - Double(width))
    return loss.rows > 0 && loss.rows > 2 * loss.columns
  }
}
