import Foundation
import TrainParallel

extension HTML {
  /// A PNG file as a picture within the page.
  ///
  /// - Parameter isPixelated: Whether it is enlarged pixel by pixel, as small pictures are.
  static func picture(png: [UInt8], size: ImageSize?, alternative: String, isPixelated: Bool) -> HTML {
    let data = Data(png).base64EncodedString()
    let sides: HTML = size.map { "width=\"\($0.width)\" height=\"\($0.height)\" " } ?? ""
    let look: HTML = isPixelated ? "class=\"pixels\" " : ""
    return "<img \(look)\(sides)alt=\"\(alternative)\" src=\"data:image/png;base64,\(data)\"/>"
  }

  /// An image as a picture within the page; a large one is made smaller.
  static func picture(_ image: DecodedImage, alternative: String) -> HTML {
    let image = image.reduced(toSide: 256)
    let png = image.pixels.withUnsafeBufferPointer {
      encodePNG($0, size: image.size, channels: image.color.channels)
    }
    let isSmall = max(image.size.width, image.size.height) <= 64
    return picture(png: png, size: image.size, alternative: alternative, isPixelated: isSmall)
  }
}

extension DecodedImage {
  /// The image with no side longer than this: each pixel is the mean of a square of them, what is left at the edges is
  /// cut.
  func reduced(toSide side: Int) -> DecodedImage {
    let factor = (max(size.width, size.height) + side - 1) / side
    guard factor > 1, min(size.width, size.height) >= factor else { return self }
    let small = ImageSize(height: size.height / factor, width: size.width / factor)
    let channels = color.channels
    var result: [UInt8] = []
    result.reserveCapacity(small.area * channels)
    for y in 0..<small.height {
      for x in 0..<small.width {
        for channel in 0..<channels {
          var sum = 0
          for row in y * factor..<(y + 1) * factor {
            for column in x * factor..<(x + 1) * factor {
              sum += Int(pixels[(row * size.width + column) * channels + channel])
            }
          }
          result.append(UInt8((sum + factor * factor / 2) / (factor * factor)))
        }
      }
    }
    return DecodedImage(pixels: result, size: small, color: color)
  }
}
