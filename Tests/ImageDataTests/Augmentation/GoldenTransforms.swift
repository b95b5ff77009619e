import Foundation
import Testing

@testable import ImageData

/// What SciPy and NumPy made of the same images: see `Scripts/reference/transforms.py`.
struct GoldenTransforms: Decodable {
  struct Image: Decodable {
    let shape: [Int]
    let pixels: [UInt8]
  }

  struct Moved: Decodable, CustomTestStringConvertible {
    struct Record: Decodable {
      var rotation, verticalShift, horizontalShift, shear, verticalZoom, horizontalZoom: Double?
      var flipHorizontal, flipVertical: Bool?
      var crop: [Double]?
    }

    let shape: [Int]
    let transform: Record
    let fillMode: String
    let order: Int
    let pixels: [Float]

    var record: ImageTransform {
      ImageTransform(
        rotation: transform.rotation ?? 0, verticalShift: transform.verticalShift ?? 0,
        horizontalShift: transform.horizontalShift ?? 0, shear: transform.shear ?? 0,
        verticalZoom: transform.verticalZoom ?? 1, horizontalZoom: transform.horizontalZoom ?? 1,
        flipsHorizontally: transform.flipHorizontal ?? false,
        flipsVertically: transform.flipVertical ?? false,
        crop: transform.crop.map {
          ImageTransform.Crop(top: $0[0], left: $0[1], height: $0[2], width: $0[3])
        })
    }

    var testDescription: String { "\(shape) \(fillMode) order \(order) \(record)" }
  }

  struct Recolored: Decodable {
    let shape: [Int]
    let channelShift, brightness: Double
    let pixels: [Float]
  }

  struct Mixed: Decodable {
    let shape: [Int]
    let contrast, saturation, hue: Double
    let pixels: [Float]
  }

  struct Standardized: Decodable {
    let flags: [Bool]
    let mean, std: [Double]
    let pixels: [Float]
  }

  struct Whitened: Decodable {
    let shape: [Int]
    let epsilon: Double
    let batch: [UInt8]
    let pixels: [Float]
  }

  let cval: Float
  let images: [Image]
  let batch: Image
  let moved: [Moved]
  let recolored: [Recolored]
  let mixed: [Mixed]
  let standardized: [Standardized]
  let whitened: [Whitened]

  func pixels(of shape: [Int]) throws -> [UInt8] {
    try #require(images.first { $0.shape == shape }).pixels
  }

  static func load() throws -> GoldenTransforms {
    let folder = try #require(Bundle.module.url(forResource: "Golden", withExtension: nil))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(
      GoldenTransforms.self, from: Data(contentsOf: folder.appending(path: "transforms.json")))
  }
}
