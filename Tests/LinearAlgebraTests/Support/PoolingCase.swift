import Kernels

/// A strip of an image and the windows over it, and the plain loops over them.
struct PoolingCase: Sendable, CustomStringConvertible {
  var window: (rows: Int, columns: Int)
  var stride: Int
  var channels: Int
  /// The distance of pixels.
  var pixel: Int
  var windows = 4
  var firstChoice = 0

  /// The width of the window before the image's border cut it.
  var choiceRow: Int { window.columns + firstChoice }
  /// One pixel more than the windows reach.
  var width: Int { (windows - 1) * stride + window.columns + 1 }
  var inputCount: Int { window.rows * width * pixel }
  var outputCount: Int { windows * channels }
  var taps: Int { window.rows * window.columns }
  var description: String {
    "\(window.rows)x\(window.columns) by \(stride), \(channels) channels of \(pixel), from \(firstChoice)"
  }

  func row(_ input: GuardedFloats) -> PoolingRow {
    PoolingRow(
      input: input.start, inputRow: width * pixel, inputPixel: pixel, stride: stride, windowRows: window.rows,
      windowColumns: window.columns, firstChoice: firstChoice, choiceRow: choiceRow, windows: windows,
      channels: channels)
  }

  /// The place of a tap in the input.
  func place(output: Int, tap: Int) -> Int {
    let (row, column) = (tap / window.columns, tap % window.columns)
    return (row * width + output / channels * stride + column) * pixel + output % channels
  }

  /// What a choice calls a tap.
  func choice(tap: Int) -> Float {
    Float(firstChoice + tap / window.columns * choiceRow + tap % window.columns)
  }

  /// Windows of all kinds with every awkward number of channels, gaps behind the channels or none.
  static func all(isPadded: Bool) -> [PoolingCase] {
    awkwardWidths.flatMap { channels in
      let whole = (channels + 15) / 16 * 16
      return [(1, 1, 1), (2, 2, 2), (3, 2, 3), (3, 3, 2), (2, 3, 1), (1, 2, 2)].enumerated().map {
        index, window in
        let pixel = isPadded ? whole + index % 2 * 16 : channels + index % 3
        return PoolingCase(
          window: (window.0, window.1), stride: window.2, channels: channels, pixel: pixel,
          firstChoice: index % 2 * 2)
      }
    }
  }

  /// Windows that do not overlap, with room for whole vectors.
  static let disjoint = all(isPadded: true).filter { $0.stride >= $0.window.columns }
}
