import Kernels
import LinearAlgebra

/// Applies transforms to images of one shape: bytes in, floats out, nothing allocated.
struct TransformApplication {
  let size: ImageSize
  let channels: Int
  let fillMode: FillMode
  let cval: Float
  let rescale: Float
  /// The loops over rows; all give the same bits.
  var kernels: any KernelSet.Type = InstructionSet.best.kernels

  /// Writes the transformed image; its rows are `rowStride` floats apart.
  func write(
    _ transform: ImageTransform, of input: UnsafePointer<UInt8>, to output: UnsafeMutablePointer<Float>,
    rowStride: Int
  ) {
    let vertical = Shift(transform.verticalShift)
    let horizontal = Shift(transform.horizontalShift)
    let isWhole = vertical.part == 0 && horizontal.part == 0
    for y in 0..<size.height {
      let row = output + (transform.flipsVertically ? size.height - 1 - y : y) * rowStride
      if isWhole {
        writeWholeRow(y + vertical.whole, horizontal.whole, transform.flipsHorizontally, input, row)
      } else {
        writeInterpolatedRow(y + vertical.whole, vertical.part, horizontal, input, row)
        if transform.flipsHorizontally { kernels.reverse(pixels: size.width, channels: channels, row) }
      }
    }
  }

  /// A shift as a whole number of pixels and the part of a pixel beyond it.
  private struct Shift {
    let whole: Int
    let part: Double

    init(_ shift: Double) {
      let floor = shift.rounded(.down)
      whole = Int(floor)
      part = shift - floor
    }
  }

  /// One output row that is one input row, moved by whole pixels: exact copies.
  private func writeWholeRow(
    _ y: Int, _ shift: Int, _ isFlipped: Bool, _ input: UnsafePointer<UInt8>,
    _ output: UnsafeMutablePointer<Float>
  ) {
    let sourceRow = fillMode.index(y, count: size.height)
    guard sourceRow >= 0 else {
      return output.update(repeating: cval * rescale, count: size.width * channels)
    }
    let row = input + sourceRow * size.width * channels
    // Columns first ..< end lie inside of the input row.
    let first = min(max(-shift, 0), size.width)
    let end = max(min(size.width - shift, size.width), first)
    if isFlipped {
      kernels.convertReversed(
        pixels: end - first, channels: channels, row + (first + shift) * channels, scale: rescale,
        output + (size.width - end) * channels)
    } else {
      kernels.convert(
        count: (end - first) * channels, row + (first + shift) * channels, scale: rescale,
        output + first * channels)
    }
    func fill(_ columns: Range<Int>) {
      for x in columns {
        let pixel = output + (isFlipped ? size.width - 1 - x : x) * channels
        let source = fillMode.index(x + shift, count: size.width)
        for c in 0..<channels { pixel[c] = (source < 0 ? cval : Float(row[source * channels + c])) * rescale }
      }
    }
    fill(0..<first)
    fill(end..<size.width)
  }

  /// One output row between four neighbours.
  private func writeInterpolatedRow(
    _ y: Int, _ down: Double, _ shift: Shift, _ input: UnsafePointer<UInt8>,
    _ output: UnsafeMutablePointer<Float>
  ) {
    let constant = cval * rescale
    // With `constant`, the coordinate itself must lie inside, not only one of its neighbours.
    if fillMode == .constant && !isInside(y, down, size.height) {
      return output.update(repeating: constant, count: size.width * channels)
    }
    let weights = BilinearWeights(down: down, right: shift.part, scale: rescale)
    let stride = size.width * channels
    let top = input + neighbour(y, size.height) * stride
    let bottom = input + neighbour(y + 1, size.height) * stride
    let first = min(max(-shift.whole, 0), size.width)
    let end = max(min(size.width - 1 - shift.whole, size.width), first)
    let inside = (first + shift.whole) * channels
    kernels.interpolate(
      count: (end - first) * channels, channels: channels, top: top + inside, bottom: bottom + inside,
      weights: weights, output + first * channels)
    func fill(_ columns: Range<Int>) {
      for x in columns {
        let pixel = output + x * channels
        if fillMode == .constant && !isInside(x + shift.whole, shift.part, size.width) {
          pixel.update(repeating: constant, count: channels)
          continue
        }
        let left = neighbour(x + shift.whole, size.width) * channels
        let right = neighbour(x + shift.whole + 1, size.width) * channels
        for c in 0..<channels {
          pixel[c] = weights.mean(top[left + c], top[right + c], bottom[left + c], bottom[right + c])
        }
      }
    }
    fill(0..<first)
    fill(end..<size.width)
  }

  /// True if the coordinate i + part lies in 0 ... count − 1.
  private func isInside(_ i: Int, _ part: Double, _ count: Int) -> Bool {
    i >= 0 && (i < count - 1 || i == count - 1 && part == 0)
  }

  /// The source index of a neighbour. One beyond the last has the weight 0 wherever `constant` lets it be asked for.
  private func neighbour(_ i: Int, _ count: Int) -> Int {
    (fillMode == .constant ? FillMode.nearest : fillMode).index(i, count: count)
  }
}
