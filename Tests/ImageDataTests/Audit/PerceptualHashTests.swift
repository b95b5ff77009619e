import Foundation
import Testing

@testable import ImageData

@Suite struct PerceptualHashTests {
  /// 32 x 32 gray pixels of a smooth made-up picture, as RGB.
  private func picture(gain: Double = 1, offset: Double = 0, seed: Int = 1) -> [UInt8] {
    (0..<1024).flatMap { pixel in
      let (y, x) = (Double(pixel / 32), Double(pixel % 32))
      let s = Double(seed)
      let wave = sin(0.21 * s * x + 0.3 * y) + cos(0.17 * y * s - 0.08 * x * x / 32) + sin(0.05 * x * y / s)
      return [UInt8](repeating: UInt8(max(0, min(255, 120 + 30 * gain * wave + offset))), count: 3)
    }
  }

  private func hash(_ rgb: [UInt8]) -> PerceptualHash {
    rgb.withUnsafeBufferPointer { PerceptualHash(rgb: $0) }
  }

  /// The bits by the formula of the transform, in Double; those whose coefficient is too near to 0 to tell are left out.
  private func reference(_ rgb: [UInt8]) -> (bits: UInt64, known: UInt64) {
    var (bits, known) = (UInt64(0), UInt64(0))
    let frequencies = (1...10).flatMap { sum in (0...sum).map { ($0, sum - $0) } }.prefix(64)
    for (bit, (u, v)) in frequencies.enumerated() {
      var sum = 0.0
      for y in 0..<32 {
        for x in 0..<32 {
          sum +=
            Double(rgb[3 * (32 * y + x)]) * cos(Double(2 * y + 1) * Double(u) * .pi / 64)
            * cos(Double(2 * x + 1) * Double(v) * .pi / 64)
        }
      }
      if sum > 0 { bits |= 1 << UInt64(bit) }
      // Rounding of 1024 products of at most 255 in single precision stays below 1024 * 255 * 2^-20.
      if abs(sum) > 0.25 { known |= 1 << UInt64(bit) }
    }
    return (bits, known)
  }

  @Test(arguments: 1...5)
  func bitsAreTheSignsOfTheLowFrequencies(seed: Int) {
    let rgb = picture(seed: seed)
    let (bits, known) = reference(rgb)
    #expect(known.nonzeroBitCount >= 56)
    #expect((hash(rgb).bits ^ bits) & known == 0)
  }

  @Test func lightAndContrastChangeLittleAnotherPictureMuch() {
    let own = hash(picture())
    #expect(own.distance(to: hash(picture(offset: 25))) <= 4)
    #expect(own.distance(to: hash(picture(gain: 0.6))) <= 4)
    #expect(own.distance(to: hash(picture(seed: 3))) > 15)
    #expect(own.distance(to: own) == 0)
  }

  @Test func distanceCountsBits() {
    #expect(PerceptualHash(bits: 0).distance(to: PerceptualHash(bits: .max)) == 64)
    #expect(PerceptualHash(bits: 0b1010).distance(to: PerceptualHash(bits: 0b0110)) == 2)
  }
}
