import Foundation
import Testing

@testable import ImageData

@Suite struct ImageOperationTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let operation: String
    let value: Double
    let shape: [Int]
    let pixels: [UInt8]

    var testDescription: String { "\(operation) \(value) \(shape)" }
  }

  static func cases() throws -> [Case] {
    let url = try #require(
      Bundle.module.url(forResource: "operations", withExtension: "json", subdirectory: "Golden"))
    return try JSONDecoder().decode([Case].self, from: Data(contentsOf: url))
  }

  private func kind(_ name: String) -> ImageOperation.Kind? {
    ImageOperation.Kind.allCases.first { "\($0)" == name }
  }

  /// The made-up bytes of `Scripts/reference/operations.py`.
  private func image(_ shape: [Int]) -> [UInt8] {
    testPixels(height: shape[0], width: shape[1], channels: shape[2]).map { 30 + $0 / 2 }
  }

  private func apply(
    _ transform: ImageTransform, _ pixels: [UInt8], _ shape: [Int],
    geometry: ImageDataGenerator.Geometry = .init()
  ) -> [Float] {
    let application = TransformApplication(
      size: ImageSize(height: shape[0], width: shape[1]), channels: shape[2], geometry: geometry,
      standardization: .init(rescale: 1))
    var output = [Float](repeating: .nan, count: pixels.count)
    application.write(transform, of: pixels, to: &output, rowStride: shape[1] * shape[2])
    return output
  }

  /// Pillow cuts values off to whole levels, we do not: up to one level. It rounds the smoothed image before, half a level
  /// of which |1 − v| counts.
  @Test(arguments: try cases())
  func isAsPillows(_ golden: Case) throws {
    let operation = ImageOperation(try #require(kind(golden.operation)), golden.value)
    let found = apply(
      ImageTransform(operations: [operation]), image(golden.shape), golden.shape)
    let isOnLevels = [.posterize, .solarize, .equalize].contains(operation.kind)
    let most = zip(found, golden.pixels).map { abs($0 - Float($1)) }.max()
    let rounding = operation.kind == .sharpness ? Float(0.5 * abs(1 - operation.value)) : 0
    #expect(try #require(most) <= (isOnLevels ? 0 : 1.001 + rounding))
  }

  /// What turns or moves pixels is the same as the geometry of the same name.
  @Test(arguments: [[7, 10, 1], [6, 5, 3]]) func geometryIsAsThatOfTheGenerator(_ shape: [Int]) {
    let pixels = image(shape)
    for (operation, transform) in [
      (ImageOperation(.rotate, 23), ImageTransform(rotation: 23)),
      (ImageOperation(.translateX, 2.25), ImageTransform(horizontalShift: 2.25)),
      (ImageOperation(.translateY, -1.5), ImageTransform(verticalShift: -1.5)),
      (ImageOperation(.identity), ImageTransform()),
    ] {
      let found = apply(ImageTransform(operations: [operation]), pixels, shape)
      let expected = apply(transform, pixels, shape)
      // Coordinates differ by their rounding to 2^-32 of a pixel, values of up to 255 accordingly.
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-4 }, "\(operation)")
    }
  }

  /// One after the other: a shear along rows and back again is nothing, whole pixels are exact.
  @Test func operationsFollowOneAnother() {
    let shape = [9, 8, 1]
    let pixels = image(shape)
    let shear = apply(
      ImageTransform(operations: [.init(.shearX, 0.3), .init(.shearX, -0.3)]), pixels, shape)
    #expect(zip(shear, pixels).allSatisfy { abs($0 - Float($1)) < 1e-4 })
    // Two rows up, then the levels inverted that are bright.
    let both = apply(
      ImageTransform(operations: [.init(.solarize, 100), .init(.translateY, 2)]), pixels, shape)
    for y in 0..<7 {
      for x in 0..<8 {
        let value = Float(pixels[(y + 2) * 8 + x])
        #expect(both[y * 8 + x] == (value < 100 ? value : 255 - value))
      }
    }
    // A turn first and a shift then: the shift is that of the turned image.
    let turned = apply(
      ImageTransform(operations: [.init(.rotate, 180), .init(.translateX, 1)]), pixels, shape)
    #expect(turned[0] == Float(pixels[8 * 8 + 6]))
  }

  /// The opacity is no color.
  @Test(arguments: ImageOperation.Kind.allCases.filter { !$0.isGeometric })
  func opacityStays(_ kind: ImageOperation.Kind) {
    let pixels = testPixels(height: 6, width: 5, channels: 4)
    let value: Double = kind == .posterize ? 3 : kind == .solarize ? 90 : 1.5
    let found = apply(ImageTransform(operations: [.init(kind, value)]), pixels, [6, 5, 4])
    for i in stride(from: 3, to: pixels.count, by: 4) { #expect(found[i] == Float(pixels[i])) }
    #expect(found.allSatisfy { $0 >= 0 && $0 <= 255 })
  }

  /// An image of one level has nothing to stretch or to sharpen.
  @Test func flatImagesStay() {
    let pixels = [UInt8](repeating: 77, count: 400)
    for kind in [ImageOperation.Kind.autoContrast, .equalize, .sharpness] {
      let found = apply(ImageTransform(operations: [.init(kind, 1.9)]), pixels, [20, 20, 1])
      #expect(found.allSatisfy { abs($0 - 77) < 1e-3 }, "\(kind)")
    }
  }
}
