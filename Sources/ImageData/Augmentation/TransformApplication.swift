import Kernels
import LinearAlgebra

/// Applies transforms to images of one shape: bytes in, floats out, nothing allocated.
struct TransformApplication {
  let size: ImageSize
  let channels: Int
  let fillMode: FillMode
  let cval: Float
  let rescale: Float
  /// The loops over pixels; all give the same bits.
  var kernels: any KernelSet.Type = InstructionSet.best.kernels

  /// Writes the transformed image; its rows are `rowStride` floats apart.
  func write(
    _ transform: ImageTransform, of input: UnsafePointer<UInt8>, to output: UnsafeMutablePointer<Float>,
    rowStride: Int
  ) {
    let vertical = Shift(transform.verticalShift)
    let horizontal = Shift(transform.horizontalShift)
    let isFlipped = transform.flipsHorizontally
    // An image turned upside down is written from its last row upwards.
    let first = transform.flipsVertically ? output + (size.height - 1) * rowStride : output
    let stride = transform.flipsVertically ? -rowStride : rowStride
    var shift = PixelShift(
      height: size.height, width: size.width, channels: channels, firstRow: vertical.whole,
      firstColumn: horizontal.whole, count: 0, isReversed: isFlipped, edge: fillMode.edge,
      weights: weights(vertical, horizontal, isFlipped: isFlipped), scale: rescale)
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
    if fillMode == .constant { fillOutside(vertical, horizontal, isFlipped: isFlipped, first, stride) }
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
  private func weights(_ vertical: Shift, _ horizontal: Shift, isFlipped: Bool) -> BilinearWeights? {
    guard vertical.part != 0 || horizontal.part != 0 else { return nil }
    let weights = BilinearWeights(down: vertical.part, right: horizontal.part, scale: rescale)
    return isFlipped ? weights.flipped : weights
  }

  /// Writes the constant wherever the coordinate itself, not only one of its neighbours, lies outside of the image.
  private func fillOutside(
    _ vertical: Shift, _ horizontal: Shift, isFlipped: Bool, _ output: UnsafeMutablePointer<Float>,
    _ rowStride: Int
  ) {
    let (rows, columns) = (vertical.inside(size.height), horizontal.inside(size.width))
    for y in 0..<size.height {
      let row = output + y * rowStride
      func fill(_ outside: Range<Int>) {
        let place = isFlipped ? size.width - outside.upperBound : outside.lowerBound
        (row + place * channels).update(repeating: cval * rescale, count: outside.count * channels)
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
