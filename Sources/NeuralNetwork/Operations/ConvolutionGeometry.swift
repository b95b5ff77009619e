import LinearAlgebra

/// All sizes of a convolution in memory, and which way each pass goes: decided once, when the plan is made.
struct ConvolutionGeometry: Sendable {
  /// The kernel's window over the whole input.
  let window: WindowShape
  /// C.
  let channels: Int
  /// F.
  let filters: Int
  /// The input as it lies in memory; its border is this convolution's padding.
  let input: ValueLayout
  /// The rows of the output that anything needs.
  let height: Int
  /// The columns of the output that anything needs.
  let width: Int
  /// The pooling that follows in one go; 1 × 1 where there is none.
  let pool: Size2

  /// The height of the output after pooling.
  var pooledHeight: Int { height / pool.height }
  /// The width of the output after pooling.
  var pooledWidth: Int { width / pool.width }

  var kernelHeight: Int { window.vertical.kernel }
  var kernelWidth: Int { window.horizontal.kernel }
  /// K, the number of inputs that an output sums over.
  var inputs: Int { window.taps * channels }
  /// F, as the gradient of the output has it in memory: whole blocks of 16, the same for all vector widths.
  var paddedFilters: Int { MemoryPlan.aligned(filters) }

  /// The distance of neighbouring taps in memory, from row to row.
  var tapRow: Int { window.vertical.dilation * input.rowStride }
  /// The distance of neighbouring taps in memory, from column to column.
  var tapColumn: Int { window.horizontal.dilation * channels }
  /// The distance of the first taps of neighbouring outputs, from row to row.
  var stepRow: Int { window.vertical.stride * input.rowStride }
  /// The distance of the first taps of neighbouring outputs, from column to column.
  var stepColumn: Int { window.horizontal.stride * channels }

  /// Whether the taps of a kernel row follow one another in memory, so that they are one run of KW·C.
  var hasRuns: Bool { window.horizontal.dilation == 1 }

  /// Whether the forward pass writes the column matrix to memory.
  ///
  /// A tile is a piece of an output row; where rows are shorter than half a tile, the columns of several rows and
  /// images are brought together instead.
  var isLowered: Bool { width < 7 }

  /// Whether the forward pass fills vectors with neighbouring pixels of an output row instead of with filters.
  ///
  /// It takes an image whose channels are separated, and the results must be brought together again: a scalar's move
  /// each is two vectors' products.
  var isPlanar: Bool {
    guard window.vertical.stride == 1, window.horizontal.stride == 1, !isLowered, pool == 1 || pool == 2
    else {
      return false
    }
    let vectors = { (count: Int) in MemoryPlan.aligned(count) / 16 }
    let moves = channels * input.width + filters * width
    return filters * vectors(width) * inputs + 2 * moves < width * vectors(filters) * inputs
  }

  /// The distance of rows in a plane of the output.
  var planarRow: Int { (width + 31) / 32 * 32 }
  /// The pixels of a plane of the input, from the first that a window reads, border included.
  var inputPlane: Int { input.count / channels }

  /// Zero columns of the output's gradient to the left of its first, where dX is a convolution.
  var haloLeft: Int { (kernelWidth - 1) * window.horizontal.dilation - window.horizontal.paddingBefore }
  /// Zero columns to the right of the last.
  var haloRight: Int { max(0, input.width - 1 + window.horizontal.paddingBefore - (width - 1)) }

  /// Whether dX is computed as a convolution of the output's gradient with the turned kernel; otherwise through the
  /// gradient of the column matrix.
  ///
  /// The turned kernel reads zeros beyond the sides and fills vectors with input channels; the column matrix has
  /// neither loss, but must be added to the image: three memory accesses for each of its vectors.
  var turnsKernel: Bool {
    guard window.vertical.stride == 1, window.horizontal.stride == 1 else { return false }
    let vectors = { (count: Int) in MemoryPlan.aligned(count) / 16 }
    let rowLength = kernelWidth * channels
    let turned = kernelHeight * kernelWidth * input.width * paddedFilters * vectors(channels) / 2
    let columns =
      width * (paddedFilters * vectors(inputs) / 2 + kernelHeight * (rowLength / 16 * 3 + rowLength % 16 * 2))
    return input.width >= 7 && turned <= columns
  }

  /// The distance of rows of the output's gradient in memory.
  func gradientRow(withHalo: Bool) -> Int {
    (width + (withHalo ? haloLeft + haloRight : 0)) * paddedFilters
  }
}
