import Files
import TestSupport
import Testing

@testable import NeuralNetwork

/// A model's file, damaged at random: refused with a reason, never accepted, never a crash.
@Suite struct ModelFileMutationTests {
  /// The length of the file's first part, the header with its length.
  private func headerCount(_ bytes: [UInt8]) -> Int {
    8 + bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  @Test func `a damaged file is refused with a reason`() throws {
    let original = try ModelFileTests.bytes()
    var refused = 0
    for mutation in Mutations(of: original, structureCount: headerCount(original), seed: 1).prefix(
      Mutations.count)
    where mutation.bytes != original {
      let error = #expect(throws: ModelFileError.self, "\(mutation.description)") {
        try ModelFile(SafetensorsFile(bytes: mutation.bytes, path: "m.safetensors"))
      }
      #expect(error?.kind == .badData && error?.reason.isEmpty == false, "\(mutation.description)")
      #expect(error?.description.contains("m.safetensors") == true)
      refused += 1
    }
    // Some damage is none: zeros where zeros are, a block swapped with itself.
    #expect(refused > Mutations.count * 3 / 4)
  }

  /// On disk, whichever way a file is opened.
  @Test func `a damaged file is refused by its path`() throws {
    let original = try ModelFileTests.bytes()
    try withTemporaryFolder { folder in
      let path = folder + "/m.safetensors"
      for mutation in Mutations(of: original, structureCount: headerCount(original), seed: 2).prefix(50)
      where mutation.bytes != original {
        try mutation.bytes.withUnsafeBytes { try writeWhole($0, to: path, isDurable: false) }
        let error = #expect(throws: ModelFileError.self, "\(mutation.description)") {
          try ModelFile(path: path)
        }
        #expect(error?.description.contains(path) == true)
      }
    }
  }

  /// The hash finds nearly all damage before anything is looked at: here it is made anew, so that all that follows it
  /// is tried, too. What is accepted then is another model, and a whole one.
  @Test func `a damaged file with a right hash is refused or whole`() throws {
    let original = try ModelFileTests.bytes()
    var (refused, accepted) = (0, 0)
    for mutation in Mutations(of: original, structureCount: headerCount(original), seed: 3).prefix(
      Mutations.count)
    where mutation.bytes != original {
      do {
        let model = try ModelFile(SafetensorsFile(bytes: rehashed(mutation.bytes), path: "m.safetensors"))
        #expect(model.classNames.count == model.model.classCount, "\(mutation.description)")
        #expect(model.parameters.layout == model.model.parameterLayout, "\(mutation.description)")
        accepted += 1
      } catch {
        #expect(!error.reason.isEmpty, "\(mutation.description)")
        refused += 1
      }
    }
    #expect(refused > accepted)
  }

  /// The bytes with the hash that they should have, where there is a place for it.
  private func rehashed(_ bytes: [UInt8]) -> [UInt8] {
    let key = Array("\"file_sha256\": \"".utf8)
    let last = bytes.count - key.count - 64
    guard last >= 0, let start = (0...last).first(where: { bytes[$0...].starts(with: key) }) else {
      return bytes
    }
    let place = start + key.count..<start + key.count + 64
    var bytes = bytes
    bytes.replaceSubrange(place, with: SafetensorsFile.hashPlaceholder.utf8)
    var hash = SHA256()
    bytes.withUnsafeBytes { hash.update($0) }
    bytes.replaceSubrange(place, with: hash.hexadecimalDigest().utf8)
    return bytes
  }
}
