import Foundation
import Parallelism
import Testing

@testable import ImageData

/// Valid files, damaged at random: each is decoded or refused; nothing crashes, hangs or takes memory without bound.
///
/// 300 mutations a format; 10,000 with `TRAIN_PARALLEL_FULL_CHECK=1` in the environment, as before a release.
@Suite struct ImageMutationTests {
  static let count = ProcessInfo.processInfo.environment["TRAIN_PARALLEL_FULL_CHECK"] == "1" ? 10_000 : 300

  @Test(arguments: ["jpg", "png", "webp", "gif", "bmp", "pnm"])
  func mutationsAreDecodedOrRefused(format: String) throws {
    let originals = format == "pnm" ? GoldenImage.all("pbm", "pgm", "ppm") : GoldenImage.all(format)
    try #require(!originals.isEmpty)
    let folder = try TemporaryFolder()
    let kind = UInt32(format.utf8.reduce(0) { $0 * 31 + UInt32($1) } % 65_521)
    var random = RandomNumbers(seed: 11, purpose: .reference).sequence(kind, 1)
    let decoder = ImageDecoder()
    let worker = FileWorker()
    var outcomes = (decoded: 0, refused: 0)
    for number in 0..<ImageMutationTests.count {
      var bytes = mutated(originals[number % originals.count].bytes, &random)
      // Of most damage to a PNG a checksum tells: half of the time it is made right, so that more is looked at.
      if format == "png", random.nextIndex(below: 2) == 0 { repairChecksums(&bytes) }
      // An audit refuses what loading refuses, though it decodes at another size.
      let refused = outcomes.refused
      let isAudited = bytes.withUnsafeBytes { bytes in (try? ImageFacts(bytes, worker)) != nil }
      defer { #expect(isAudited == (outcomes.refused == refused)) }
      do {
        let image = try decodeImage(bytes: bytes)
        #expect(image.pixels.count == image.size.area * image.color.channels)
        outcomes.decoded += 1
      } catch let error as ImageDataError {
        outcomes.refused += 1
        // The path is added where there is one: asked of some, since a file is written for it.
        if outcomes.refused % 50 == 1 {
          let path = try folder.write(bytes, "damaged-\(number).\(format)")
          let named = #expect(throws: ImageDataError.self) { try decodeImage(path: path) }
          #expect(named?.description.contains(path) == true, "\(error)")
        }
      }
      // A decoder that met a damaged file goes on with the next: another size and color mode, too.
      var small = [UInt8](repeating: 0, count: 4 * 4 * 4)
      bytes.withUnsafeBytes { bytes in
        _ = try? decoder.decode(
          bytes, size: ImageSize(4), color: ColorMode.allCases[number % 3],
          interpolation: number % 2 == 0 ? .bilinear : .nearest, into: &small)
      }
    }
    #expect(outcomes.decoded + outcomes.refused == ImageMutationTests.count)
    #expect(outcomes.refused > 0)
    print("\(format): \(outcomes.decoded) decoded, \(outcomes.refused) refused")
  }

  /// Writes the right checksum behind each chunk.
  private func repairChecksums(_ png: inout [UInt8]) {
    var place = 8
    while place + 12 <= png.count {
      let count = png[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      guard count <= png.count - place - 12 else { return }
      let checksum = crc32(png[place + 4..<place + 8 + count])
      for i in 0..<4 {
        png[place + 8 + count + i] = UInt8(truncatingIfNeeded: checksum >> (24 - 8 * UInt32(i)))
      }
      place += 12 + count
    }
  }

  /// Some bytes changed, most of them near the front where headers are; now and then a part cut off, taken out or doubled.
  private func mutated(_ original: [UInt8], _ random: inout RandomSequence) -> [UInt8] {
    var bytes = original
    for _ in 0...random.nextIndex(below: 6) {
      let range = random.nextIndex(below: 2) == 0 ? min(64, bytes.count) : bytes.count
      let place = random.nextIndex(below: range)
      switch random.nextIndex(below: 4) {
      case 0: bytes[place] = [0, 1, 127, 128, 255][random.nextIndex(below: 5)]
      case 1: bytes[place] ^= 1 << UInt8(random.nextIndex(below: 8))
      default: bytes[place] = UInt8(truncatingIfNeeded: random.next())
      }
    }
    switch random.nextIndex(below: 8) {
    case 0: bytes.removeLast(random.nextIndex(below: bytes.count))
    case 1:
      let first = random.nextIndex(below: bytes.count)
      bytes.removeSubrange(first..<min(bytes.count, first + 1 + random.nextIndex(below: 16)))
    case 2:
      let first = random.nextIndex(below: bytes.count)
      bytes.insert(contentsOf: bytes[first..<min(bytes.count, first + 16)], at: first)
    default: break
    }
    return bytes
  }
}
