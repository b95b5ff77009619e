import Foundation
import Testing

@testable import ImageData

@Suite struct ImageThumbnailTests {
  private func thumbnail(_ rgb: [UInt8]) -> ImageThumbnail {
    rgb.withUnsafeBufferPointer { ImageThumbnail(rgb: $0) }
  }

  /// Pearson's formula in Double over the means of two by two pixels.
  private func reference(_ a: [UInt8], _ b: [UInt8]) -> Double {
    func halved(_ rgb: [UInt8]) -> [Double] {
      (0..<768).map { place in
        let (y, x, channel) = (place / 48, place % 48 / 3, place % 3)
        let first = 3 * (64 * y + 2 * x) + channel
        let sum = [0, 3, 96, 99].reduce(0) { $0 + Int(rgb[first + $1]) }
        return Double((sum + 2) / 4)
      }
    }
    let (a, b) = (halved(a), halved(b))
    let (meanA, meanB) = (a.reduce(0, +) / 768, b.reduce(0, +) / 768)
    let covariance = zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
    let spreads = [(a, meanA), (b, meanB)].map { values, mean in
      values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    return covariance / (spreads[0] * spreads[1]).squareRoot()
  }

  @Test func correlationIsPearsons() {
    let pictures = (0..<4).map { testPixels(height: 32, width: 32, channels: 3, salt: 5 * $0) }
    for a in pictures {
      for b in pictures {
        // Integers up to the last step: only Double's own rounding.
        #expect(abs(thumbnail(a).correlation(with: thumbnail(b)) - reference(a, b)) < 1e-12)
      }
    }
  }

  @Test func lightAndContrastDoNotCount() {
    let own = testPixels(height: 32, width: 32, channels: 3).map { $0 / 2 }
    let brighter = own.map { $0 + 60 }
    let stronger = own.map { 2 * $0 }
    #expect(thumbnail(own).correlation(with: thumbnail(brighter)) > 0.999_999)
    #expect(thumbnail(own).correlation(with: thumbnail(stronger)) > 0.999)
    let inverted = own.map { 255 - $0 }
    #expect(thumbnail(own).correlation(with: thumbnail(inverted)) < -0.999)
  }

  @Test func aSingleColorIsLikeNothing() {
    let flat = thumbnail([UInt8](repeating: 200, count: 3072))
    #expect(flat.correlation(with: flat) == 0)
  }
}
