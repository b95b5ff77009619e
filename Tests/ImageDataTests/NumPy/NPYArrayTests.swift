import Testing

@testable import ImageData

@Suite struct NPYArrayTests {
  /// An `.npy` file with a head of our own.
  static func npy(_ head: String, _ elements: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let text = Array((head + "\n").utf8)
    let length =
      version == 1
      ? [UInt8(text.count & 255), UInt8(text.count >> 8)]
      : [UInt8(text.count & 255), UInt8(text.count >> 8), 0, 0]
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + text + elements
  }

  static func head(_ type: String, _ shape: String) -> String {
    "{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }"
  }

  private func reason(_ bytes: [UInt8]) -> String {
    do {
      _ = try NPYArray(bytes[...])
      return "read"
    } catch {
      return error.reason
    }
  }

  @Test func numbersOfEveryTypeAreRead() throws {
    let bytes = try NPYArray(Self.npy(Self.head("|u1", "(2, 3)"), [1, 2, 3, 4, 5, 255])[...])
    #expect(bytes.shape == [2, 3] && bytes.integer(5) == 255 && bytes.float(1) == 2)
    #expect(bytes.unsignedBytes.map { Array($0) } == [1, 2, 3, 4, 5, 255])
    let signed = try NPYArray(Self.npy(Self.head("<i2", "(2,)"), [0xFE, 0xFF, 1, 2], version: 2)[...])
    #expect(signed.integer(0) == -2 && signed.integer(1) == 0x0201)
    let long = try NPYArray(Self.npy(Self.head("<i8", "(1,)"), [UInt8](repeating: 0xFF, count: 8))[...])
    #expect(long.integer(0) == -1)
    let unsigned = try NPYArray(Self.npy(Self.head("<u8", "(1,)"), [UInt8](repeating: 0xFF, count: 8))[...])
    #expect(unsigned.integer(0) == nil)
    let float = try NPYArray(Self.npy(Self.head("<f4", "()"), [0, 0, 0xC0, 0x3F])[...])
    #expect(float.shape == [] && float.float(0) == 1.5 && float.integer(0) == nil)
    let text = try NPYArray(
      Self.npy(Self.head("<U2", "(2,)"), [0x61, 0, 0, 0, 0, 0, 0, 0, 0xE9, 0, 0, 0, 0x62, 0, 0, 0])[...])
    #expect(text.text(0) == "a" && text.text(1) == "éb" && text.float(0) == nil)
  }

  @Test func whatIsWrittenIsRead() throws {
    let floats = try NPYArray(NPYFile.bytes([1, -2.5, 3, .nan, 5, 6], shape: [2, 3])[...])
    #expect(floats.shape == [2, 3] && floats.float(1) == -2.5)
    #expect(try #require(floats.float(3)).isNaN)
    let texts = try NPYArray(NPYFile.bytes(["cat", "", "Ünïcode 🐈"])[...])
    #expect((0..<3).map(texts.text) == ["cat", "", "Ünïcode 🐈"])
    #expect(try NPYHeader(NPYFile.bytes([1], shape: [1])[...]).start % 64 == 0)
  }

  @Test func otherArraysAreRefused() {
    let good = Self.npy(Self.head("|u1", "(3,)"), [1, 2, 3])
    #expect(reason(good) == "read")
    for count in 0..<good.count { #expect(reason(Array(good.prefix(count))) != "read") }
    #expect(reason(good + [1]).contains("damaged"))
    #expect(reason(Self.npy(Self.head("|O", "(1,)"), [1])).contains("Python objects"))
    #expect(reason(Self.npy(Self.head(">i4", "(1,)"), [0, 0, 0, 1])).contains("astype(\"<i4\")"))
    #expect(reason(Self.npy(Self.head("<c8", "(1,)"), [UInt8](repeating: 0, count: 8))).contains("<c8"))
    #expect(
      reason(Self.npy("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,), }", [0])) != "read")
    #expect(
      reason(Self.npy("{'descr': '|u1', 'fortran_order': True, 'shape': (1, 1), }", [0]))
        .contains("ascontiguousarray"))
    let huge = Self.head("|u1", "(9223372036854775807, 9223372036854775807)")
    #expect(reason(Self.npy(huge, [1])).contains("cut short"))
    #expect(reason(Self.npy(Self.head("|u1", "(99999999999999999999,)"), [1])) != "read")
  }
}
