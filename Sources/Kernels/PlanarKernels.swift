/// The kernels of thin convolutions, whose vectors run along rows of pixels instead of over channels.
public protocol PlanarKernels {
  /// The vector type.
  associatedtype V: Vector

  /// planes[c · plane + i] = x[i · channels + c]
  ///
  /// - Parameters:
  ///   - x: Pixels without gaps.
  ///   - pixels: Their number.
  ///   - channels: C, at least 2.
  ///   - planes: Where the planes go.
  ///   - plane: The distance of planes.
  static func separatePlanes(
    _ x: UnsafePointer<Float>, pixels: Int, channels: Int, planes: UnsafeMutablePointer<Float>, plane: Int)

  /// y = max over square windows of f(z), its choice, and dy/dz where the function stores it, as `maxPool` does.
  ///
  /// - Parameters:
  ///   - strip: As many rows of z as the windows are high; whole vectors are read, as far as the rows' distance.
  ///   - size: The windows' height, width and distance: 1 or 2.
  ///   - windows: The number of windows.
  ///   - function: f.
  ///   - output: y, pixel after pixel without gaps, its channels side by side.
  ///   - choice: The choices, laid out as the output; −1 where `relu` lets nothing pass.
  ///   - derivative: dy/dz, laid out as the output.
  static func maxPoolPlanes(
    _ strip: PlanarStrip, size: Int, windows: Int, _ function: PointwiseFunction,
    output: UnsafeMutablePointer<Float>, choice: UnsafeMutablePointer<Float>?,
    derivative: UnsafeMutablePointer<Float>?)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension PlanarKernels {
  @inlinable @inline(__always)
  public static func separatePlanes(
    _ x: UnsafePointer<Float>, pixels: Int, channels: Int, planes: UnsafeMutablePointer<Float>, plane: Int
  ) {
    // Up to a kibibyte stands on the stack.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 64) { memory in
      guard let block = memory.baseAddress else { return }
      var channel = 0
      while channel < channels {
        let count = min(4, channels &- channel)
        let source = x + channel
        let destination = planes + channel &* plane
        var pixel = 0
        // Four floats are read of each pixel, so that the last ones are left to the end.
        while pixel &+ V.width < pixels {
          for i in 0..<V.width {
            SIMD4<Float>.load(source + (pixel &+ i) &* channels).store(block + 4 &* i)
          }
          let lower = V.deinterleave(V.load(block), V.load(block + V.width))
          let upper = V.deinterleave(V.load(block + 2 &* V.width), V.load(block + 3 &* V.width))
          let even = V.deinterleave(lower.even, upper.even)
          let odd = V.deinterleave(lower.odd, upper.odd)
          even.even.store(destination + pixel)
          if count > 1 { odd.even.store(destination + (plane &+ pixel)) }
          if count > 2 { even.odd.store(destination + (2 &* plane &+ pixel)) }
          if count > 3 { odd.odd.store(destination + (3 &* plane &+ pixel)) }
          pixel &+= V.width
        }
        while pixel < pixels {
          for i in 0..<count { destination[i &* plane &+ pixel] = source[pixel &* channels &+ i] }
          pixel &+= 1
        }
        channel &+= count
      }
    }
  }

  @inlinable @inline(__always)
  public static func maxPoolPlanes(
    _ strip: PlanarStrip, size: Int, windows: Int, _ function: PointwiseFunction,
    output: UnsafeMutablePointer<Float>, choice: UnsafeMutablePointer<Float>?,
    derivative: UnsafeMutablePointer<Float>?
  ) {
    if size == 2 {
      pool(PlanarTaps<V>(below: strip.row), strip, 2, windows, function, output, choice, derivative)
    } else {
      pool(PlanarPixel<V>(), strip, 1, windows, function, output, choice, derivative)
    }
  }

  @inlinable @inline(__always)
  static func pool<Taps: PoolingTaps<V>>(
    _ taps: Taps, _ strip: PlanarStrip, _ step: Int, _ windows: Int, _ function: PointwiseFunction,
    _ output: UnsafeMutablePointer<Float>, _ choice: UnsafeMutablePointer<Float>?,
    _ derivative: UnsafeMutablePointer<Float>?
  ) {
    switch function {
    case .linear: pool(PooledRising<Linear>.self, taps, strip, step, windows, output, choice, derivative)
    case .relu: pool(PooledRectified<Rectified>.self, taps, strip, step, windows, output, choice, derivative)
    case .relu6:
      pool(PooledRectified<RectifiedToSix>.self, taps, strip, step, windows, output, choice, derivative)
    case .sigmoid: pool(PooledRising<Sigmoid>.self, taps, strip, step, windows, output, choice, derivative)
    case .tanh:
      pool(PooledRising<HyperbolicTangent>.self, taps, strip, step, windows, output, choice, derivative)
    case .swish: pool(PooledSwish.self, taps, strip, step, windows, output, choice, derivative)
    }
  }

  /// Four channels of as many windows as a vector has lanes at a time.
  @inlinable @inline(__always)
  static func pool<Function: PoolingFunction, Taps: PoolingTaps<V>>(
    _: Function.Type, _ taps: Taps, _ strip: PlanarStrip, _ step: Int, _ windows: Int,
    _ output: UnsafeMutablePointer<Float>, _ choice: UnsafeMutablePointer<Float>?,
    _ derivative: UnsafeMutablePointer<Float>?
  ) {
    let channels = strip.channels
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 192) { memory in
      guard let block = memory.baseAddress else { return }
      let four = 4 &* V.width
      var window = 0
      while window < windows {
        let count = min(V.width, windows &- window)
        // From the last channels to the first: what four lanes write behind the last channel is the next window's,
        // and written again.
        var channel = (channels &- 1) & ~3
        while channel >= 0 {
          let present = min(4, channels &- channel)
          for i in 0..<present {
            let first = strip.start + ((channel &+ i) &* strip.plane &+ window &* step)
            let pooled = Function.largest(taps, first)
            let lanes = block + i &* V.width
            pooled.y.store(lanes)
            if choice != nil { pooled.choice.store(lanes + four) }
            if derivative != nil { pooled.slope.store(lanes + 2 &* four) }
          }
          let place = window &* channels &+ channel
          // The windows at which four floats fit: behind the row nothing may be written.
          let room = windows &* channels &- place &- 4
          let pixels = (
            count: count, channels: channels, present: present,
            whole: min(count, room < 0 ? 0 : room / channels &+ 1)
          )
          joinPlanes(block, output + place, pixels)
          if let choice { joinPlanes(block + four, choice + place, pixels) }
          if let derivative { joinPlanes(block + 2 &* four, derivative + place, pixels) }
          channel &-= 4
        }
        window &+= count
      }
    }
  }

  /// y[i · channels + c] = planes[c · width + i] for up to four channels; behind them up to three floats are spoiled
  /// where four fit.
  @inlinable @inline(__always)
  static func joinPlanes(
    _ planes: UnsafeMutablePointer<Float>, _ y: UnsafeMutablePointer<Float>,
    _ pixels: (count: Int, channels: Int, present: Int, whole: Int)
  ) {
    var pixel = y
    var i = 0
    while i < pixels.count {
      let source = planes + i
      let rows = transposed(
        SIMD4.load(source), SIMD4.load(source + V.width), SIMD4.load(source + 2 &* V.width),
        SIMD4.load(source + 3 &* V.width))
      if i &+ 4 <= pixels.whole {
        rows.0.store(pixel)
        rows.1.store(pixel + pixels.channels)
        rows.2.store(pixel + 2 &* pixels.channels)
        rows.3.store(pixel + 3 &* pixels.channels)
      } else {
        storeLast(rows.0, pixel, i, pixels)
        storeLast(rows.1, pixel + pixels.channels, i &+ 1, pixels)
        storeLast(rows.2, pixel + 2 &* pixels.channels, i &+ 2, pixels)
        storeLast(rows.3, pixel + 3 &* pixels.channels, i &+ 3, pixels)
      }
      pixel += 4 &* pixels.channels
      i &+= 4
    }
  }

  /// A pixel near the end of a row, as far as it goes.
  @inlinable @inline(__always)
  static func storeLast(
    _ pixel: SIMD4<Float>, _ y: UnsafeMutablePointer<Float>, _ index: Int,
    _ pixels: (count: Int, channels: Int, present: Int, whole: Int)
  ) {
    if index < pixels.whole {
      pixel.store(y)
    } else if index < pixels.count {
      pixel.store(y, count: pixels.present)
    }
  }
}

/// The columns of a matrix whose rows are given.
@_transparent
@usableFromInline func transposed(
  _ a: SIMD4<Float>, _ b: SIMD4<Float>, _ c: SIMD4<Float>, _ d: SIMD4<Float>
) -> (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>) {
  (
    SIMD4(a[0], b[0], c[0], d[0]), SIMD4(a[1], b[1], c[1], d[1]), SIMD4(a[2], b[2], c[2], d[2]),
    SIMD4(a[3], b[3], c[3], d[3])
  )
}
