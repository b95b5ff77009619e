import Kernels
import LinearAlgebra

/// Max, min or average pooling over windows of any size, stride and padding; pixels outside the image never count.
struct PoolingOperation: Operation {
  /// What is taken of a window.
  enum Kind {
    case maximum
    case minimum
    case average
  }

  let name: String
  let kind: Kind
  let window: WindowShape
  let input: Value
  let output: Value
  /// The choices of maxima and minima.
  let choice: Place?

  func forward(_ shard: Shard) {
    for sample in 0..<shard.count {
      let x = shard.pointer(input, sample)
      let y = shard.pointer(output, sample)
      let choices = choice.map { shard.pointer($0, sample) }
      forEachRun(of: x, rowStride: input.layout.rowStride) { run, row, column in
        let place = (row * output.layout.width + column) * output.layout.channels
        let destination = y + row * output.layout.rowStride + column * output.layout.channels
        switch (kind, choices) {
        case (.maximum, let choices?):
          shard.kernels.maxPool(run, .linear, output: destination, choice: choices + place, derivative: nil)
        case (.minimum, let choices?):
          shard.kernels.minPool(run, output: destination, choice: choices + place)
        default:
          shard.kernels.averagePool(run, output: destination)
        }
      }
    }
  }

  func backward(_ shard: Shard) {
    guard let dInput = input.gradient, let dOutput = output.gradient else { return }
    let layout = input.layout
    let rowStride = layout.width * layout.channels
    for sample in 0..<shard.count {
      let dx = shard.pointer(dInput, sample)
      let dy = shard.pointer(dOutput, sample)
      let choices = choice.map { shard.pointer($0, sample) }
      dx.update(repeating: 0, count: layout.height * rowStride)
      forEachRun(of: dx, rowStride: rowStride) { run, row, column in
        let place = (row * output.layout.width + column) * output.layout.channels
        if let choices {
          shard.kernels.unpool(
            run, accumulates: true, dy: dy + place, choice: choices + place, derivative: nil, dBias: nil)
        } else {
          shard.kernels.unpoolAverage(run, dy: dy + place)
        }
      }
    }
  }

  /// Visits the windows row by row, in runs of windows of the same size: those that lie inside the image's width
  /// make one run, each of the others is one by itself.
  @inline(__always)
  private func forEachRun(
    of image: UnsafeMutablePointer<Float>, rowStride: Int,
    _ body: (PoolingRow, _ row: Int, _ column: Int) -> Void
  ) {
    let (vertical, horizontal) = (window.vertical, window.horizontal)
    let layout = input.layout
    for row in 0..<output.layout.height {
      let top = row * vertical.stride - vertical.paddingBefore
      let rows = max(top, 0)..<min(top + vertical.kernel, layout.height)
      var column = 0
      while column < output.layout.width {
        let left = column * horizontal.stride - horizontal.paddingBefore
        let columns = max(left, 0)..<min(left + horizontal.kernel, layout.width)
        var windows = 1
        if columns.count == horizontal.kernel {
          let inside = (layout.width - horizontal.kernel - left) / horizontal.stride + 1
          windows = min(inside, output.layout.width - column)
        }
        body(
          PoolingRow(
            input: image + rows.lowerBound * rowStride + columns.lowerBound * layout.channels,
            inputRow: rowStride, inputPixel: layout.channels, stride: horizontal.stride,
            windowRows: rows.count, windowColumns: columns.count,
            firstChoice: (rows.lowerBound - top) * horizontal.kernel + columns.lowerBound - left,
            choiceRow: horizontal.kernel, windows: windows, channels: layout.channels),
          row, column)
        column += windows
      }
    }
  }
}
