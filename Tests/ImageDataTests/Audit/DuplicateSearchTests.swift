import Foundation
import Parallelism
import Testing

@testable import ImageData

@Suite struct DuplicateSearchTests {
  /// A smooth picture, another for each seed: six waves of random direction and length in each channel; H x W x 3 bytes.
  static func picture(_ seed: Int, height: Int = 48, width: Int = 64, gain: Double = 1) -> [UInt8] {
    let numbers = RandomNumbers(seed: UInt64(seed), purpose: .shapes)
    let waves = (0..<18).map { wave in
      let draws = numbers.block(UInt32(wave), 0, 0)
      return (0..<3).map { Double(uniform(draws[$0])) }
    }
    return (0..<height * width).flatMap { pixel -> [UInt8] in
      let y = (Double(pixel / width) + 0.5) / Double(height)
      let x = (Double(pixel % width) + 0.5) / Double(width)
      return (0..<3).map { channel in
        let sum = waves[6 * channel..<6 * channel + 6].reduce(0) { sum, wave in
          sum + sin(24 * (wave[0] - 0.5) * x + 24 * (wave[1] - 0.5) * y + 6.28 * wave[2])
        }
        return UInt8(max(0, min(255, 128 + 25 * gain * sum)))
      }
    }
  }

  static func photo(_ seed: Int, quality: Int32 = 90, height: Int = 48, width: Int = 64, gain: Double = 1)
    throws
    -> [UInt8]
  {
    try jpeg(
      picture(seed, height: height, width: width, gain: gain), height: height, width: width, channels: 3,
      quality: quality)
  }

  private func audited(_ files: [[UInt8]], in folder: TemporaryFolder) throws -> [AuditedImage] {
    try files.enumerated().map { number, bytes in
      let path = try folder.write(bytes, "\(number)")
      let file = ImageFile(path: path, relativePath: "\(number)", label: 0)
      let facts = bytes.withUnsafeBytes { bytes in
        Result { () throws(DecodingError) in try ImageFacts(bytes, FileWorker()) }
      }
      let contents: AuditedImage.Contents =
        switch facts {
        case .success(let facts): .image(facts)
        case .failure(let error): .damaged(error.reason)
        }
      return AuditedImage(file: file, directory: 0, contents: contents)
    }
  }

  private func groups(
    _ files: [[UInt8]], executor: any TaskExecutor = SerialExecutor()
  ) throws -> DuplicateSearch.Groups {
    let folder = try TemporaryFolder()
    return DuplicateSearch(images: try audited(files, in: folder), executor: executor).run()
  }

  @Test func differentPicturesAreNoDuplicates() throws {
    let found = try groups((1...12).map { try DuplicateSearchTests.photo($0) })
    #expect(found.same.isEmpty && found.near.isEmpty)
  }

  @Test func equalBytesAreTheSame() throws {
    let files = try [1, 2, 1, 3, 2, 1].map { try DuplicateSearchTests.photo($0) }
    let found = try groups(files)
    #expect(found.same == [[0, 2, 5], [1, 4]])
    #expect(found.near.isEmpty)
  }

  /// A comment changes the bytes and not the picture; a PNG of the decoded JPEG is the same picture in another format.
  @Test func equalPixelsAreTheSame() throws {
    let photo = try DuplicateSearchTests.photo(1)
    var commented = photo
    commented.insert(contentsOf: [0xFF, 0xFE, 0, 4, 65, 66], at: 2)
    let pixels = try decodeImage(bytes: photo).pixels
    let files = [
      photo, try DuplicateSearchTests.photo(2), commented, png(pixels, height: 48, width: 64, channels: 3),
    ]
    let found = try groups(files)
    #expect(found.same == [[0, 2, 3]])
    #expect(found.near.isEmpty)
  }

  @Test func copiesThatWereChangedALittleAreNearlyTheSame() throws {
    let files = [
      try DuplicateSearchTests.photo(1), try DuplicateSearchTests.photo(2),
      try DuplicateSearchTests.photo(1, quality: 50),
      try DuplicateSearchTests.photo(1, height: 96, width: 128),
      try DuplicateSearchTests.photo(2, gain: 0.7),
      try DuplicateSearchTests.photo(3),
    ]
    let found = try groups(files)
    #expect(found.same.isEmpty)
    #expect(found.near == [[0, 2, 3], [1, 4]])
  }

  /// White pages of other sizes are alike only as far as they are the same file.
  @Test func blankImagesAreComparedByTheirBytesOnly() throws {
    func page(_ side: Int) -> [UInt8] {
      png([UInt8](repeating: 255, count: side * side), height: side, width: side, channels: 1)
    }
    let found = try groups([page(20), page(21), page(20)])
    #expect(found.same == [[0, 2]])
    #expect(found.near.isEmpty)
  }

  @Test func damagedFilesTakeNoPart() throws {
    let found = try groups([[1, 2, 3], try DuplicateSearchTests.photo(1), [1, 2, 3]])
    #expect(found.same.isEmpty && found.near.isEmpty)
  }

  /// Many copies of few pictures, each a little different: groups do not depend on who compares.
  @Test func groupsDoNotDependOnTheThreads() throws {
    let files = try (0..<60).map { number in
      try DuplicateSearchTests.photo(1 + number % 5, quality: Int32(60 + number / 5 * 3))
    }
    let serial = try groups(files)
    let scrambled = try groups(files, executor: ScrambledExecutor(threads: 7))
    #expect(serial.near == (0..<5).map { Array(stride(from: $0, to: 60, by: 5)) })
    #expect(serial.near == scrambled.near && serial.same == scrambled.same)
  }
}
