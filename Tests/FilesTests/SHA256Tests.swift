import Testing

@testable import Files

@Suite struct SHA256Tests {
  func digest(_ pieces: [String]) -> String {
    var hash = SHA256()
    for piece in pieces { Array(piece.utf8).withUnsafeBytes { hash.update($0) } }
    return hash.hexadecimalDigest()
  }

  /// The examples of FIPS 180-4.
  @Test func examples() {
    #expect(digest([]) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    #expect(digest(["abc"]) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func piecesAddUp() {
    #expect(digest(["a", "", "bc"]) == digest(["abc"]))
  }
}
