import Foundation

/// What an image looks like in little, to find images that look alike.
struct ImageFingerprint: Sendable {
  /// The height and width of the RGB image that it is computed from.
  static let size = ImageSize(32)
  /// The most levels between the darkest and the brightest byte of a channel in an image that shows nothing.
  static let blankRange: UInt8 = 8

  let hash: PerceptualHash
  let thumbnail: ImageThumbnail
  /// Whether no channel leaves a range of ``blankRange`` levels: such images are all alike.
  let isBlank: Bool

  /// Computes it from 32 x 32 x 3 bytes.
  init(rgb: UnsafeBufferPointer<UInt8>) {
    hash = PerceptualHash(rgb: rgb)
    thumbnail = ImageThumbnail(rgb: rgb)
    isBlank = (0..<3).allSatisfy { channel in
      var (least, greatest) = (UInt8.max, UInt8.min)
      for i in stride(from: channel, to: rgb.count, by: 3) {
        least = min(least, rgb[i])
        greatest = max(greatest, rgb[i])
      }
      return greatest - least <= ImageFingerprint.blankRange
    }
  }
}
