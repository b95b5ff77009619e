/// The kernels of activation functions.
public protocol ActivationKernels {
  /// The vector type.
  associatedtype V: Vector

  /// y = f(z) and, where asked for, dy/dz, over a row of pixels.
  ///
  /// - Parameters:
  ///   - function: f.
  ///   - pixels: The number of pixels.
  ///   - channels: The number of channels.
  ///   - z: The inputs.
  ///   - y: The outputs; may be the same memory as `z`.
  ///   - derivative: Where dy/dz goes, laid out as `y`.
  static func activate(
    _ function: PointwiseFunction, pixels: Int, channels: Int, z: PixelSpan, y: PixelSpan,
    derivative: UnsafeMutablePointer<Float>?)

  /// dz = dy · f'(z) over a row of pixels, and its sum over the pixels added to `dBias`.
  ///
  /// - Parameters:
  ///   - function: f.
  ///   - pixels: The number of pixels.
  ///   - channels: The number of channels.
  ///   - dy: The gradient of the outputs.
  ///   - saved: For `relu` and `relu6` y, for functions that store it the derivative; laid out as `dy`. Not read for `linear`.
  ///   - dz: The gradient of the inputs. Lanes behind the last channel become zero up to the stride.
  ///   - dBias: Σ dz is added here, one number a channel.
  static func differentiate(
    _ function: PointwiseFunction, pixels: Int, channels: Int, dy: PixelSpan,
    saved: UnsafeMutablePointer<Float>?,
    dz: PixelSpan, dBias: UnsafeMutablePointer<Float>?)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ActivationKernels {
  @inlinable @inline(__always)
  public static func activate(
    _ function: PointwiseFunction, pixels: Int, channels: Int, z: PixelSpan, y: PixelSpan,
    derivative: UnsafeMutablePointer<Float>?
  ) {
    switch function {
    case .linear: activate(Linear.self, pixels, channels, z, y, derivative)
    case .relu: activate(Rectified.self, pixels, channels, z, y, derivative)
    case .relu6: activate(RectifiedToSix.self, pixels, channels, z, y, derivative)
    case .sigmoid: activate(Sigmoid.self, pixels, channels, z, y, derivative)
    case .tanh: activate(HyperbolicTangent.self, pixels, channels, z, y, derivative)
    case .swish: activate(Swish.self, pixels, channels, z, y, derivative)
    }
  }

  @inlinable @inline(__always)
  static func activate<Body: PointwiseBody>(
    _: Body.Type, _ pixels: Int, _ channels: Int, _ z: PixelSpan, _ y: PixelSpan,
    _ derivative: UnsafeMutablePointer<Float>?
  ) {
    // Rows without gaps are one long pixel.
    let isContiguous = z.stride == channels && y.stride == channels
    let rows = isContiguous ? 1 : pixels
    let length = isContiguous ? pixels &* channels : channels
    for row in 0..<rows {
      let zRow = z.start + row &* z.stride
      let yRow = y.start + row &* y.stride
      var i = 0
      while i < length {
        let count = length &- i
        let input = count >= V.width ? V.load(zRow + i) : V.load(zRow + i, count: count)
        let output = Body.value(input)
        if count >= V.width { output.store(yRow + i) } else { output.store(yRow + i, count: count) }
        if let derivative {
          let slope = Body.derivative(input, output)
          let d = derivative + row &* y.stride + i
          if count >= V.width { slope.store(d) } else { slope.store(d, count: count) }
        }
        i &+= V.width
      }
    }
  }

  @inlinable @inline(__always)
  public static func differentiate(
    _ function: PointwiseFunction, pixels: Int, channels: Int, dy: PixelSpan,
    saved: UnsafeMutablePointer<Float>?,
    dz: PixelSpan, dBias: UnsafeMutablePointer<Float>?
  ) {
    for pixel in 0..<pixels {
      let source = dy.start + pixel &* dy.stride
      let destination = dz.start + pixel &* dz.stride
      var channel = 0
      while channel < channels {
        let count = min(channels &- channel, V.width)
        let isWhole = count == V.width
        var gradient = isWhole ? V.load(source + channel) : V.load(source + channel, count: count)
        if let saved {
          let place = saved + pixel &* dy.stride + channel
          let value = isWhole ? V.load(place) : V.load(place, count: count)
          switch function {
          case .linear: break
          case .relu: gradient = V.zero.replacing(with: gradient, where: V.isGreater(value, V.zero))
          case .relu6:
            let isBelow = V.isGreater(V(repeating: 6), value)
            gradient = V.zero.replacing(with: gradient, where: V.isGreater(value, V.zero))
            gradient = V.zero.replacing(with: gradient, where: isBelow)
          case .sigmoid, .tanh, .swish: gradient = gradient * value
          }
        }
        if isWhole || channel &+ V.width <= dz.stride {
          gradient.store(destination + channel)
        } else {
          gradient.store(destination + channel, count: count)
        }
        if let dBias {
          if isWhole {
            (V.load(dBias + channel) + gradient).store(dBias + channel)
          } else {
            (V.load(dBias + channel, count: count) + gradient).store(dBias + channel, count: count)
          }
        }
        channel &+= V.width
      }
      // A last vector that did not fit wrote its channels alone.
      if channel > dz.stride { channel = channels }
      while channel < dz.stride {
        destination[channel] = 0
        channel &+= 1
      }
    }
  }
}
