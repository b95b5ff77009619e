import Kernels

extension TransformApplication {
  /// Writes the image moved along rows and columns, and flipped: whole pixels are copied, parts of pixels mixed with the
  /// same weights everywhere.
  func shift(
    _ transform: ImageTransform, of input: UnsafePointer<UInt8>, to output: PixelRows, scale: Float
  ) {
    let vertical = Shift(transform.verticalShift)
    let horizontal = Shift(transform.horizontalShift)
    let isFlipped = transform.flipsHorizontally
    // An image turned upside down is written from its last row upwards.
    let first = output.row(transform.flipsVertically ? size.height - 1 : 0)
    let stride = transform.flipsVertically ? -output.stride : output.stride
    var shift = PixelShift(
      height: size.height, width: size.width, channels: channels, firstRow: vertical.whole,
      firstColumn: horizontal.whole, count: 0, isReversed: isFlipped, edge: geometry.fillMode.edge,
      weights: weights(vertical, horizontal, isFlipped: isFlipped, scale: scale), scale: scale)
    // Strips of columns, so narrow that two rows of them fit on the stack: 1024 bytes do, of no unusual alignment.
    let stripWidth = max(1, PixelShift.mostBytes / channels - 1)
    withUnsafeTemporaryAllocation(byteCount: PixelShift.room, alignment: 16) { room in
      guard let room = room.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
      var column = 0
      while column < size.width {
        shift.firstColumn = column + horizontal.whole
        shift.count = min(stripWidth, size.width - column)
        let place = isFlipped ? size.width - column - shift.count : column
        kernels.shift(input, shift, room: room, first + place * channels, rowStride: stride)
        column += shift.count
      }
    }
    if geometry.fillMode == .constant {
      fillOutside(
        vertical, horizontal, isFlipped: isFlipped, first, rowStride: stride, value: geometry.cval * scale)
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

    /// The places in `0..<count` whose coordinate lies in 0 ... count − 1.
    func inside(_ count: Int) -> Range<Int> {
      let first = min(max(0, -whole), count)
      return first..<min(max(first, count - whole - (part == 0 ? 0 : 1)), count)
    }
  }

  /// The parts of the four neighbours: left and right exchanged where the columns are. `nil` if the shift is by whole
  /// pixels.
  private func weights(
    _ vertical: Shift, _ horizontal: Shift, isFlipped: Bool, scale: Float
  ) -> BilinearWeights? {
    guard vertical.part != 0 || horizontal.part != 0 else { return nil }
    let weights = BilinearWeights(down: vertical.part, right: horizontal.part, scale: scale)
    return isFlipped ? weights.flipped : weights
  }

  /// Writes the constant wherever the coordinate itself, not only one of its neighbours, lies outside of the image.
  private func fillOutside(
    _ vertical: Shift, _ horizontal: Shift, isFlipped: Bool, _ output: UnsafeMutablePointer<Float>,
    rowStride: Int, value: Float
  ) {
    let (rows, columns) = (vertical.inside(size.height), horizontal.inside(size.width))
    for y in 0..<size.height {
      let row = output + y * rowStride
      func fill(_ outside: Range<Int>) {
        let place = isFlipped ? size.width - outside.upperBound : outside.lowerBound
        (row + place * channels).update(repeating: value, count: outside.count * channels)
      }
      guard rows.contains(y) else {
        fill(0..<size.width)
        continue
      }
      fill(0..<columns.lowerBound)
      fill(columns.upperBound..<size.width)
    }
  }
}
