import LinearAlgebra
import Testing

@testable import ImageData

@Suite struct GoldenTransformsTests {
  /// Half of the last decimal of the file; parts of a pixel in floats, ten roundings of 255 · 2⁻²⁴; and coordinates that
  /// are wrong by up to 18 steps of 2⁻³³ pixels, over which a value changes by 255 at most.
  private let tolerance: Float = 0.5e-4 + 10 * 255 * 0x1p-24 + 255 * 18 * 0x1p-33

  private func apply(
    _ transform: ImageTransform, to pixels: [UInt8], _ shape: [Int],
    geometry: ImageDataGenerator.Geometry = .init(),
    standardization: ImageDataGenerator.Standardization = .init(rescale: 1), kernels: InstructionSet = .best
  ) -> [Float] {
    var application = TransformApplication(
      size: ImageSize(height: shape[0], width: shape[1]), channels: shape[2], geometry: geometry,
      standardization: standardization)
    application.kernels = kernels.kernels
    let rowCount = shape[1] * shape[2]
    let stride = rowCount + 5
    var output = [Float](repeating: 666, count: shape[0] * stride)
    application.write(transform, of: pixels, to: &output, rowStride: stride)
    for y in 0..<shape[0] {
      #expect(output[y * stride + rowCount..<(y + 1) * stride].allSatisfy { $0 == 666 })
    }
    return (0..<shape[0]).flatMap { output[$0 * stride..<$0 * stride + rowCount] }
  }

  private func expectEqual(
    _ result: [Float], _ expected: [Float], within tolerance: Float, _ what: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let worst = zip(result, expected).map { abs($0 - $1) }.max() ?? .infinity
    #expect(
      result.count == expected.count && worst <= tolerance, "\(what): off by \(worst)",
      sourceLocation: sourceLocation)
  }

  @Test func movesAsScipy() throws {
    let golden = try GoldenTransforms.load()
    #expect(golden.moved.count == 96)
    for moved in golden.moved {
      let geometry = ImageDataGenerator.Geometry(
        fillMode: try #require(FillMode(rawValue: moved.fillMode)), cval: golden.cval,
        interpolationOrder: try #require(InterpolationOrder(rawValue: moved.order)))
      for kernels in InstructionSet.available {
        let result = apply(
          moved.record, to: try golden.pixels(of: moved.shape), moved.shape, geometry: geometry,
          kernels: kernels)
        expectEqual(result, moved.pixels, within: tolerance, "\(kernels) \(moved.testDescription)")
      }
    }
  }

  @Test func recolorsAsNumPy() throws {
    let golden = try GoldenTransforms.load()
    #expect(golden.recolored.count == 10)
    for recolored in golden.recolored {
      let transform = ImageTransform(
        channelShift: recolored.channelShift, brightness: recolored.brightness)
      let result = apply(transform, to: try golden.pixels(of: recolored.shape), recolored.shape)
      expectEqual(result, recolored.pixels, within: tolerance, "\(transform)")
    }
  }

  /// Factors and sums of three in floats, each part up to 3 · 255.
  @Test func mixesColorsAsNumPy() throws {
    let golden = try GoldenTransforms.load()
    #expect(golden.mixed.count == 12)
    for mixed in golden.mixed {
      let transform = ImageTransform(
        contrast: mixed.contrast, saturation: mixed.saturation, hue: mixed.hue)
      let result = apply(transform, to: try golden.pixels(of: mixed.shape), mixed.shape)
      expectEqual(result, mixed.pixels, within: 0.5e-4 + 8 * 3 * 255 * 0x1p-24, "\(transform)")
    }
  }

  /// The box takes the constant, before it is rescaled; everything else stays.
  @Test func erasedBoxesAreConstant() {
    let pixels = testPixels(height: 5, width: 6, channels: 3)
    let transform = ImageTransform(erased: .init(top: 1, left: 2, height: 3, width: 4))
    let result = apply(
      transform, to: pixels, [5, 6, 3], geometry: .init(cval: 51), standardization: .init(rescale: 1 / 255))
    for index in result.indices {
      let (y, x) = (index / 18, index % 18 / 3)
      let isErased = (1..<4).contains(y) && (2..<6).contains(x)
      #expect(abs(result[index] - (isErased ? 51 : Float(pixels[index])) / 255) < 1e-6)
    }
  }

  /// Values of about 1, rounded a few times, and half of the last decimal.
  @Test func standardizesAsNumPy() throws {
    let golden = try GoldenTransforms.load()
    #expect(golden.standardized.count == 5)
    let shape = golden.batch.shape
    let dataset = ImageDataset(
      pixels: golden.batch.pixels, size: ImageSize(height: shape[1], width: shape[2]), channels: shape[3],
      labels: [0, 0, 0])
    for standardized in golden.standardized {
      let flags = standardized.flags
      var generator = ImageDataGenerator(
        geometry: .init(),
        standardization: .init(
          samplewiseCenter: flags[0], samplewiseStdNormalization: flags[1], featurewiseCenter: flags[2],
          featurewiseStdNormalization: flags[3]))
      generator.fit(dataset)
      let statistics = try #require(generator.standardization.statistics)
      for (found, expected) in zip(
        statistics.mean + statistics.standardDeviation, standardized.mean + standardized.std)
      {
        #expect(abs(found - expected) < 1e-6)
      }
      let batch = generator.flow(dataset, shuffle: false).epoch(0)[0]
      expectEqual(batch.images.scalars, standardized.pixels, within: 0.5e-4 + 1e-5, "\(flags)")
    }
  }

  /// In floats, with sums of up to 36 products whose factors are up to some hundred: within 1e-3.
  @Test func whitensAsNumPy() throws {
    for golden in try GoldenTransforms.load().whitened {
      let shape = golden.shape
      let dataset = ImageDataset(
        pixels: golden.batch, size: ImageSize(height: shape[1], width: shape[2]), channels: shape[3],
        labels: [Int](repeating: 0, count: shape[0]))
      var generator = ImageDataGenerator(
        geometry: .init(), standardization: .init(zcaWhitening: true, zcaEpsilon: golden.epsilon))
      #expect(!generator.standardization.hasStatistics)
      generator.fit(dataset)
      #expect(generator.standardization.hasStatistics)
      let batch = generator.flow(dataset, batchSize: shape[0], shuffle: false).epoch(0)[0]
      expectEqual(batch.images.scalars, golden.pixels, within: 1e-3, "\(shape)")
    }
  }
}
