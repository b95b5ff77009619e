/// A row of pooling windows, all of the same size, in memory.
@frozen public struct PoolingRow {
  /// The first pixel of the first window.
  public var input: UnsafeMutablePointer<Float>
  /// The distance of the input's rows, in floats.
  public var inputRow: Int
  /// The distance of the input's pixels, in floats.
  public var inputPixel: Int
  /// The distance from one window to the next, in pixels.
  public var stride: Int
  /// The height of the windows, without what lies outside of the image.
  public var windowRows: Int
  /// The width of the windows, without what lies outside of the image.
  public var windowColumns: Int
  /// The number of the first tap that lies inside the image.
  public var firstChoice: Int
  /// The difference of the numbers of taps one above the other: the full width of the window.
  public var choiceRow: Int
  /// The number of windows.
  public var windows: Int
  /// The number of channels.
  public var channels: Int

  /// Describes a row of windows.
  @inlinable public init(
    input: UnsafeMutablePointer<Float>, inputRow: Int, inputPixel: Int, stride: Int, windowRows: Int,
    windowColumns: Int, firstChoice: Int = 0, choiceRow: Int, windows: Int, channels: Int
  ) {
    self.input = input
    self.inputRow = inputRow
    self.inputPixel = inputPixel
    self.stride = stride
    self.windowRows = windowRows
    self.windowColumns = windowColumns
    self.firstChoice = firstChoice
    self.choiceRow = choiceRow
    self.windows = windows
    self.channels = channels
  }
}

/// The kernels of pooling layers.
///
/// The choice of a window is the number of the tap whose value it took, row by row from 0; the first of equals. It is
/// kept as a float, so that one vector type serves all; −1 says that no gradient passes.
public protocol PoolingKernels {
  /// The vector type.
  associatedtype V: Vector

  /// y = max over the window of f(z), its choice, and dy/dz where the function stores it.
  ///
  /// - Parameters:
  ///   - row: The windows.
  ///   - function: f.
  ///   - output: y, pixel after pixel without gaps.
  ///   - choice: The choices, laid out as the output; −1 where `relu` lets nothing pass.
  ///   - derivative: dy/dz, laid out as the output.
  static func maxPool(
    _ row: PoolingRow, _ function: PointwiseFunction, output: UnsafeMutablePointer<Float>,
    choice: UnsafeMutablePointer<Float>, derivative: UnsafeMutablePointer<Float>?)

  /// y = min over the window of x, and its choice.
  static func minPool(
    _ row: PoolingRow, output: UnsafeMutablePointer<Float>, choice: UnsafeMutablePointer<Float>)

  /// y = the mean over the window of x.
  static func averagePool(_ row: PoolingRow, output: UnsafeMutablePointer<Float>)

  /// dx = dy · derivative at each window's choice, 0 elsewhere; and its sum over the windows added to `dBias`.
  ///
  /// - Parameters:
  ///   - row: The windows; `input` is where dx goes.
  ///   - accumulates: Whether dx is added to what is there: windows that overlap. Otherwise every pixel of every
  ///     window is written, with whole vectors up to the pixels' distance, zero behind the last channel.
  ///   - dy: The gradient of the output, without gaps.
  ///   - choice: The choices of the forward pass.
  ///   - derivative: What the forward pass stored, if it did.
  ///   - dBias: Σ dx is added here, one number a channel, in whole vectors.
  static func unpool(
    _ row: PoolingRow, accumulates: Bool, dy: UnsafeMutablePointer<Float>,
    choice: UnsafeMutablePointer<Float>, derivative: UnsafeMutablePointer<Float>?,
    dBias: UnsafeMutablePointer<Float>?)

  /// dx += dy / taps at every pixel of each window.
  static func unpoolAverage(_ row: PoolingRow, dy: UnsafeMutablePointer<Float>)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension PoolingKernels {
  @inlinable @inline(__always)
  public static func maxPool(
    _ row: PoolingRow, _ function: PointwiseFunction, output: UnsafeMutablePointer<Float>,
    choice: UnsafeMutablePointer<Float>, derivative: UnsafeMutablePointer<Float>?
  ) {
    switch function {
    case .linear: maxPool(PooledRising<Linear>.self, row, output, choice, derivative)
    case .relu: maxPool(PooledRectified<Rectified>.self, row, output, choice, derivative)
    case .relu6: maxPool(PooledRectified<RectifiedToSix>.self, row, output, choice, derivative)
    case .sigmoid: maxPool(PooledRising<Sigmoid>.self, row, output, choice, derivative)
    case .tanh: maxPool(PooledRising<HyperbolicTangent>.self, row, output, choice, derivative)
    case .swish: maxPool(PooledSwish.self, row, output, choice, derivative)
    }
  }

  @inlinable @inline(__always)
  static func maxPool<Function: PoolingFunction>(
    _: Function.Type, _ row: PoolingRow, _ output: UnsafeMutablePointer<Float>,
    _ choice: UnsafeMutablePointer<Float>, _ derivative: UnsafeMutablePointer<Float>?
  ) {
    // From the last channels to the first: what whole vectors write behind a window's last channel are the next
    // window's first, and written again.
    var channel = (row.channels &- 1) / V.width &* V.width
    while channel >= 0 {
      let isWhole = channel &+ V.width <= row.inputPixel
      if isWhole && row.windowRows == 2 && row.windowColumns == 2 {
        maxPool(Function.self, FourTaps<V>(row), row, channel, output, choice, derivative)
      } else {
        let count = isWhole ? V.width : row.channels &- channel
        maxPool(Function.self, AnyTaps<V>(row, count: count), row, channel, output, choice, derivative)
      }
      channel &-= V.width
    }
  }

  /// All windows of one vector of channels.
  @inlinable @inline(__always)
  static func maxPool<Function: PoolingFunction, Taps: PoolingTaps<V>>(
    _: Function.Type, _ taps: Taps, _ row: PoolingRow, _ channel: Int, _ output: UnsafeMutablePointer<Float>,
    _ choice: UnsafeMutablePointer<Float>, _ derivative: UnsafeMutablePointer<Float>?
  ) {
    let step = row.stride &* row.inputPixel
    let count = row.channels &- channel
    // The windows at which a whole vector fits: behind the row nothing may be written.
    let room = row.windows &* row.channels &- channel &- V.width
    let whole = room < 0 ? 0 : room / row.channels &+ 1
    var first = row.input + channel
    var place = channel
    for window in 0..<row.windows {
      let pooled = Function.largest(taps, first)
      if window < whole {
        pooled.y.store(output + place)
        pooled.choice.store(choice + place)
        if let derivative { pooled.slope.store(derivative + place) }
      } else {
        pooled.y.store(output + place, count: count)
        pooled.choice.store(choice + place, count: count)
        if let derivative { pooled.slope.store(derivative + place, count: count) }
      }
      first += step
      place &+= row.channels
    }
  }

  @inlinable @inline(__always)
  public static func minPool(
    _ row: PoolingRow, output: UnsafeMutablePointer<Float>, choice: UnsafeMutablePointer<Float>
  ) {
    let end = row.windows &* row.channels
    for window in 0..<row.windows {
      let first = row.input + window &* row.stride &* row.inputPixel
      var channel = 0
      while channel < row.channels {
        let place = window &* row.channels &+ channel
        let count = channel &+ V.width <= row.inputPixel ? V.width : row.channels &- channel
        let (best, chosen) = AnyTaps<V>(row, count: count).extremum(first + channel, largest: false)
        store(best, output + place, output + end)
        store(chosen, choice + place, choice + end)
        channel &+= V.width
      }
    }
  }

  @inlinable @inline(__always)
  public static func averagePool(_ row: PoolingRow, output: UnsafeMutablePointer<Float>) {
    let end = row.windows &* row.channels
    let scale = V(repeating: 1 / Float(row.windowRows &* row.windowColumns))
    for window in 0..<row.windows {
      let first = row.input + window &* row.stride &* row.inputPixel
      var channel = 0
      while channel < row.channels {
        let isWhole = channel &+ V.width <= row.inputPixel
        var sum = V.zero
        for i in 0..<row.windowRows {
          for j in 0..<row.windowColumns {
            let tap = first + (i &* row.inputRow &+ j &* row.inputPixel &+ channel)
            sum = sum + (isWhole ? V.load(tap) : V.load(tap, count: row.channels &- channel))
          }
        }
        let place = window &* row.channels &+ channel
        store(sum * scale, output + place, output + end)
        channel &+= V.width
      }
    }
  }

  @inlinable @inline(__always)
  public static func unpool(
    _ row: PoolingRow, accumulates: Bool, dy: UnsafeMutablePointer<Float>,
    choice: UnsafeMutablePointer<Float>, derivative: UnsafeMutablePointer<Float>?,
    dBias: UnsafeMutablePointer<Float>?
  ) {
    for window in 0..<row.windows {
      let first = row.input + window &* row.stride &* row.inputPixel
      var channel = 0
      while channel < row.channels {
        let place = window &* row.channels &+ channel
        let count = min(row.channels &- channel, V.width)
        let isWhole = count == V.width
        let passed = PassedGradient<V>(
          channels: count, dy: dy + place, choice: choice + place, derivative: derivative.map { $0 + place })
        for i in 0..<row.windowRows {
          for j in 0..<row.windowColumns {
            let tap = first + (i &* row.inputRow &+ j &* row.inputPixel &+ channel)
            let number = V(repeating: Float(row.firstChoice &+ i &* row.choiceRow &+ j))
            let share = V.zero.replacing(with: passed.gradient, where: V.isEqual(passed.chosen, number))
            if !accumulates {
              share.store(tap)
            } else if isWhole {
              (V.load(tap) + share).store(tap)
            } else {
              (V.load(tap, count: count) + share).store(tap, count: count)
            }
          }
        }
        if let dBias { passed.add(to: dBias + channel) }
        channel &+= V.width
      }
      // What follows the channels is read by the products that use the gradient.
      while !accumulates && channel &+ V.width <= row.inputPixel {
        for i in 0..<row.windowRows {
          for j in 0..<row.windowColumns {
            V.zero.store(first + (i &* row.inputRow &+ j &* row.inputPixel &+ channel))
          }
        }
        channel &+= V.width
      }
    }
  }

  @inlinable @inline(__always)
  public static func unpoolAverage(_ row: PoolingRow, dy: UnsafeMutablePointer<Float>) {
    let scale = V(repeating: 1 / Float(row.windowRows &* row.windowColumns))
    for window in 0..<row.windows {
      let first = row.input + window &* row.stride &* row.inputPixel
      var channel = 0
      while channel < row.channels {
        let place = window &* row.channels &+ channel
        let count = min(row.channels &- channel, V.width)
        let isWhole = count == V.width
        let share = (isWhole ? V.load(dy + place) : V.load(dy + place, count: count)) * scale
        for i in 0..<row.windowRows {
          for j in 0..<row.windowColumns {
            let tap = first + (i &* row.inputRow &+ j &* row.inputPixel &+ channel)
            if isWhole {
              (V.load(tap) + share).store(tap)
            } else {
              (V.load(tap, count: count) + share).store(tap, count: count)
            }
          }
        }
        channel &+= V.width
      }
    }
  }
}
