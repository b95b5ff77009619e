import Kernels

/// The last pass over the values of an image: a factor and an offset for each channel, behind the changes of color if
/// there are any.
struct RowFinish {
  var adjustment: ColorAdjustment
  /// Whether shift, gain and bounds of the adjustment matter.
  var changesColors: Bool

  /// Finishes one row.
  func apply(to row: UnsafeMutablePointer<Float>, count: Int, _ kernels: any KernelSet.Type) {
    if changesColors {
      kernels.adjust(count: count, row, adjustment)
    } else {
      kernels.rescale(count: count, row, adjustment)
    }
  }

  /// Finishes all rows.
  func apply(to rows: PixelRows, _ kernels: any KernelSet.Type) {
    if rows.isOneRow { return apply(to: rows.start, count: rows.height * rows.count, kernels) }
    for y in 0..<rows.height { apply(to: rows.row(y), count: rows.count, kernels) }
  }
}
