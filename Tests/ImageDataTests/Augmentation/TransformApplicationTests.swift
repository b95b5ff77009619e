import Testing

@testable import ImageData

@Suite struct TransformApplicationTests {
  private func apply(
    _ transform: ImageTransform, to pixels: [UInt8], height: Int, width: Int, channels: Int = 1,
    fillMode: FillMode = .nearest, cval: Float = 0, rescale: Float = 1
  ) -> [Float] {
    let application = TransformApplication(
      size: ImageSize(height: height, width: width), channels: channels,
      geometry: .init(fillMode: fillMode, cval: cval), standardization: .init(rescale: rescale))
    // Rows farther apart than they must be: what lies between them stays.
    let stride = width * channels + 3
    var output = [Float](repeating: 666, count: height * stride)
    application.write(transform, of: pixels, to: &output, rowStride: stride)
    let gaps = (0..<height).flatMap { output[$0 * stride + width * channels..<($0 + 1) * stride] }
    #expect(gaps.allSatisfy { $0 == 666 })
    return (0..<height).flatMap { output[$0 * stride..<$0 * stride + width * channels] }
  }

  private let counting = (0..<12).map { UInt8($0) }

  @Test func golden() {
    // Keras' values for np.arange(12).reshape(3, 4).
    #expect(
      apply(ImageTransform(verticalShift: 1), to: counting, height: 3, width: 4)
        == [4, 5, 6, 7, 8, 9, 10, 11, 8, 9, 10, 11])
    #expect(
      apply(ImageTransform(horizontalShift: 1), to: counting, height: 3, width: 4)
        == [1, 2, 3, 3, 5, 6, 7, 7, 9, 10, 11, 11])
  }

  /// Rows of `1 2 3 4 5` three steps beyond each end.
  @Test(arguments: [
    (FillMode.nearest, [1, 1, 1, 1, 2], [4, 5, 5, 5, 5]), (.reflect, [3, 2, 1, 1, 2], [4, 5, 5, 4, 3]),
    (.wrap, [3, 4, 5, 1, 2], [4, 5, 1, 2, 3]), (.constant, [9, 9, 9, 1, 2], [4, 5, 9, 9, 9]),
  ])
  func fillModes(_ mode: FillMode, _ before: [Float], _ after: [Float]) {
    for isVertical in [false, true] {
      func shifted(_ shift: Double) -> [Float] {
        apply(
          isVertical ? ImageTransform(verticalShift: shift) : ImageTransform(horizontalShift: shift),
          to: [1, 2, 3, 4, 5], height: isVertical ? 5 : 1, width: isVertical ? 1 : 5, fillMode: mode, cval: 9)
      }
      #expect(shifted(-3) == before)
      #expect(shifted(3) == after)
    }
  }

  /// scipy 1.17.1: ndimage.shift(np.arange(12.).reshape(3, 4), (-y, -x), order=1, mode=..., cval=100); our wrap is
  /// scipy's "grid-wrap". Halves and quarters are exact in floats.
  @Test(arguments: [
    (FillMode.nearest, 0.5, 0.0, [2, 3, 4, 5, 6, 7, 8, 9, 8, 9, 10, 11]),
    (.nearest, 0, -0.25, [0, 0.75, 1.75, 2.75, 4, 4.75, 5.75, 6.75, 8, 8.75, 9.75, 10.75]),
    (.nearest, 1.25, -1.5, [5, 5, 5.5, 6.5, 8, 8, 8.5, 9.5, 8, 8, 8.5, 9.5]),
    (.reflect, 1.25, -1.5, [5.5, 5, 5.5, 6.5, 8.5, 8, 8.5, 9.5, 7.5, 7, 7.5, 8.5]),
    (.reflect, -2, 3, [7, 7, 6, 5, 3, 3, 2, 1, 3, 3, 2, 1]),
    (.wrap, 0.5, 0, [2, 3, 4, 5, 6, 7, 8, 9, 4, 5, 6, 7]),
    (.wrap, 0, -0.25, [0.75, 0.75, 1.75, 2.75, 4.75, 4.75, 5.75, 6.75, 8.75, 8.75, 9.75, 10.75]),
    (.wrap, 1.25, -1.5, [7.5, 6.5, 5.5, 6.5, 8.5, 7.5, 6.5, 7.5, 3.5, 2.5, 1.5, 2.5]),
    (.constant, 0.5, 0, [2, 3, 4, 5, 6, 7, 8, 9, 100, 100, 100, 100]),
    (.constant, 0, -0.25, [100, 0.75, 1.75, 2.75, 100, 4.75, 5.75, 6.75, 100, 8.75, 9.75, 10.75]),
    (.constant, 1.25, -1.5, [100, 100, 5.5, 6.5, 100, 100, 100, 100, 100, 100, 100, 100]),
    (.constant, -2, 3, [100, 100, 100, 100, 100, 100, 100, 100, 3, 100, 100, 100]),
  ])
  func fractionsAsScipy(_ mode: FillMode, _ y: Double, _ x: Double, _ expected: [Float]) {
    #expect(
      apply(
        ImageTransform(verticalShift: y, horizontalShift: x), to: counting, height: 3, width: 4,
        fillMode: mode,
        cval: 100) == expected)
  }

  @Test(arguments: [1, 3]) func flipsAreExact(channels: Int) {
    let (height, width) = (3, 5)
    let pixels = testPixels(height: height, width: width, channels: channels)
    for (horizontal, vertical) in [(false, false), (true, false), (false, true), (true, true)] {
      let transform = ImageTransform(flipsHorizontally: horizontal, flipsVertically: vertical)
      let result = apply(
        transform, to: pixels, height: height, width: width, channels: channels, rescale: 1 / 255)
      for y in 0..<height {
        for x in 0..<width {
          for c in 0..<channels {
            let (sy, sx) = (vertical ? height - 1 - y : y, horizontal ? width - 1 - x : x)
            let expected = Float(pixels[(sy * width + sx) * channels + c]) * (1 / 255)
            #expect(result[(y * width + x) * channels + c] == expected)
          }
        }
      }
    }
  }

  /// The plain meaning, in Double, for every combination of shift and flip: what each row loop must agree with.
  ///
  /// A row of 360 colors is wider than two strips, one of 40 than two vectors.
  @Test(arguments: FillMode.allCases, [(4, 5, 1), (4, 5, 3), (3, 40, 1), (2, 40, 3), (2, 360, 3)])
  func agreesWithTheDefinition(mode: FillMode, shape: (height: Int, width: Int, channels: Int)) {
    let (height, width, channels) = shape
    let pixels = testPixels(height: height, width: width, channels: channels)
    func source(_ y: Int, _ x: Int, _ c: Int) -> Double {
      let (sy, sx) = (mode.edge.index(y, count: height), mode.edge.index(x, count: width))
      return Double(pixels[(sy * width + sx) * channels + c])
    }
    for (dy, dx) in [
      (0, 2), (-1, 0), (3, -4), (9, -11), (0.3, 0), (0, -0.7), (-1.6, 2.2), (7.5, 0.25), (1, 0.5),
    ] {
      for flips in 0..<4 {
        let transform = ImageTransform(
          verticalShift: dy, horizontalShift: dx, flipsHorizontally: flips & 1 == 1,
          flipsVertically: flips & 2 == 2)
        let result = apply(
          transform, to: pixels, height: height, width: width, channels: channels, fillMode: mode, cval: 77)
        for index in 0..<height * width * channels {
          let (y, x, c) = (index / channels / width, index / channels % width, index % channels)
          let sy = Double(flips & 2 == 2 ? height - 1 - y : y) + dy
          let sx = Double(flips & 1 == 1 ? width - 1 - x : x) + dx
          let isInside = sy >= 0 && sy <= Double(height - 1) && sx >= 0 && sx <= Double(width - 1)
          var expected = 77.0
          if mode != .constant || isInside {
            let (y0, x0) = (Int(sy.rounded(.down)), Int(sx.rounded(.down)))
            let (fy, fx) = (sy - Double(y0), sx - Double(x0))
            expected = 0
            for (wy, yy) in [(1 - fy, y0), (fy, y0 + 1)] where wy > 0 {
              for (wx, xx) in [(1 - fx, x0), (fx, x0 + 1)] where wx > 0 {
                expected += wy * wx * source(yy, xx, c)
              }
            }
          }
          // Four products of numbers up to 255 in floats: within 8 roundings of 255 * 2^-24.
          #expect(abs(Double(result[index]) - expected) < 255 * 8 * 0x1p-24, "\(mode) \(transform) \(index)")
        }
      }
    }
  }

  /// `constant` is put in before rescaling, as Keras does.
  @Test func theConstantIsRescaled() {
    let shifted = apply(
      ImageTransform(horizontalShift: 2), to: [1, 2, 3], height: 1, width: 3, fillMode: .constant, cval: 100,
      rescale: 0.5)
    #expect(shifted == [1.5, 50, 50])
  }
}
