import Parallelism
import Testing

@testable import ImageData

@Suite struct IDXArrayTests {
  private func reason(_ bytes: [UInt8], rank: Int = 3) -> String {
    do {
      _ = try IDXArray(bytes, rank: rank)
      return "read"
    } catch {
      return error.reason
    }
  }

  @Test func dimensionsAndElements() throws {
    let array = try IDXArray(idx([2, 1, 3], [1, 2, 3, 4, 5, 6]), rank: 3)
    #expect(array.dimensions == [2, 1, 3])
    #expect(Array(array.elements) == [1, 2, 3, 4, 5, 6])
  }

  @Test func whatDoesNotFitIsRefused() {
    let bytes = idx([2, 1, 3], [1, 2, 3, 4, 5, 6])
    #expect(reason(Array(bytes.dropLast())).contains("cut short (its header says 2 x 1 x 3, 5 bytes follow)"))
    #expect(reason(bytes + [0]).contains("damaged"))
    #expect(reason(bytes, rank: 1).contains("in 3 dimensions"))
    #expect(reason(idx([1, 1, 1], [0], type: 0x0D)).contains("type 13"))
    #expect(reason(idx([0, 4, 4], [])).contains("damaged"))
    #expect(reason([]).contains("no IDX file"))
    #expect(reason(Array("<html>".utf8)).contains("no IDX file"))
    #expect(reason(idx([0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [1])).contains("cut short"))
    for count in 0..<16 { #expect(reason(Array(bytes.prefix(count))) != "read") }
  }

  /// As `ImageMutationTests`, plain and packed.
  @Test func mutationsAreReadOrRefused() throws {
    let plain = idx([3, 4, 5], testPixels(height: 12, width: 5, channels: 1))
    let packed = try gzip(plain)
    let folder = try TemporaryFolder()
    var random = RandomNumbers(seed: 12, purpose: .reference).sequence(0, 1)
    var refused = 0
    for number in 0..<ImageMutationTests.count {
      var bytes = number % 2 == 0 ? plain : packed
      for _ in 0...random.nextIndex(below: 3) {
        bytes[random.nextIndex(below: min(24, bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      if random.nextIndex(below: 4) == 0 { bytes.removeLast(random.nextIndex(below: bytes.count)) }
      let path = try folder.write(bytes, "images")
      do {
        let array = try IDXArray(path: path, rank: 3)
        #expect(array.elements.count == array.dimensions.reduce(1, *))
      } catch {
        #expect(error.description.contains(path))
        refused += 1
      }
    }
    #expect(refused > 0)
  }
}
