import Foundation
import Testing

@testable import ImageData

@Suite struct FrameCountTests {
  private func count(_ bytes: [UInt8]) throws -> Int {
    try bytes.withUnsafeBytes { frameCount($0, format: try ImageFormat($0)) }
  }

  @Test func filesOfOnePictureHaveOne() throws {
    for image in GoldenImage.all where !image.name.hasPrefix("animated") {
      #expect(try count(image.bytes) == 1, "\(image.name)")
    }
  }

  @Test func animationsHaveMore() throws {
    let animated = GoldenImage.all.filter { $0.name.hasPrefix("animated") }
    #expect(animated.count == 2)
    for image in animated { #expect(try count(image.bytes) > 1, "\(image.name)") }
  }

  @Test func anAnimatedPNGSaysHowMany() throws {
    var bytes = png(height: 4, width: 4)
    bytes.insert(contentsOf: chunk("acTL", [0, 0, 0, 5, 0, 0, 0, 0]), at: 33)
    #expect(try count(bytes) == 5)
  }

  /// Whatever is cut off, the count ends at the last picture that began.
  @Test func aGIFThatIsCutIsCountedUpToThere() throws {
    let gif = try #require(GoldenImage.all.first { $0.name == "animated.gif" })
    let whole = try count(gif.bytes)
    for length in stride(from: 60, to: gif.bytes.count, by: 7) {
      #expect((1...whole).contains(try count(Array(gif.bytes.prefix(length)))))
    }
  }
}
