import Foundation
import Testing

@testable import ImageData

/// Every filter against Pillow, smaller and larger: see `Scripts/reference/resizing.py`.
@Suite struct GoldenResizingTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let filter: String
    let shape: [Int]
    let size: [Int]
    let keep_aspect_ratio: Bool
    let pixels: [UInt8]

    var testDescription: String {
      "\(filter) \(shape) to \(size)\(keep_aspect_ratio ? ", of its middle" : "")"
    }
  }

  static func cases() throws -> [Case] {
    let url = try #require(
      Bundle.module.url(forResource: "resizing", withExtension: "json", subdirectory: "Golden"))
    return try JSONDecoder().decode([Case].self, from: Data(contentsOf: url))
  }

  /// To the bit: weights are rounded and summed as Pillow does.
  @Test(arguments: try cases())
  func isAsPillows(_ golden: Case) throws {
    let interpolation = try #require(Interpolation(rawValue: golden.filter))
    let channels = golden.shape[2]
    var resampler = Resampler()
    var output = [UInt8](repeating: 0xAA, count: golden.size[0] * golden.size[1] * channels)
    let from = ImageSize(height: golden.shape[0], width: golden.shape[1])
    let size = ImageSize(height: golden.size[0], width: golden.size[1])
    resampler.resize(
      testPixels(height: golden.shape[0], width: golden.shape[1], channels: channels), from: from,
      showing: golden.keep_aspect_ratio ? CropBox(of: from, like: size) : nil, to: size, channels: channels,
      interpolation: interpolation, into: &output)
    #expect(output == golden.pixels)
  }

  /// No filter is left out of the file.
  @Test func everyFilterIsTested() throws {
    #expect(Set(try Self.cases().map(\.filter)) == Set(Interpolation.allCases.map(\.rawValue)))
  }

  /// One resampler goes from filter to filter.
  @Test func tablesOfFiltersAreExchanged() {
    var resampler = Resampler()
    let (from, to) = (ImageSize(height: 6, width: 7), ImageSize(height: 4, width: 3))
    let pixels = testPixels(height: 6, width: 7, channels: 1)
    for interpolation in Interpolation.allCases + Interpolation.allCases.reversed() {
      var fresh = Resampler()
      var (expected, found) = ([UInt8](repeating: 0, count: 12), [UInt8](repeating: 1, count: 12))
      fresh.resize(pixels, from: from, to: to, channels: 1, interpolation: interpolation, into: &expected)
      resampler.resize(pixels, from: from, to: to, channels: 1, interpolation: interpolation, into: &found)
      #expect(found == expected, "\(interpolation)")
    }
  }
}
