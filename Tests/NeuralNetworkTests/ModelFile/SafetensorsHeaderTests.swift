import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct SafetensorsHeaderTests {
  /// A file of a head and so many zero bytes of data.
  func file(_ head: String, data: Int = 0, length: Int? = nil) -> [UInt8] {
    let length = length ?? head.utf8.count
    return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(head.utf8)
      + [UInt8](repeating: 0, count: data)
  }

  @Test func tensorsAndMetadata() throws {
    let head = """
      {"__metadata__": {"k": "v"}, "b": {"dtype": "F32", "shape": [2, 1], "data_offsets": [3, 11]},
       "a": {"dtype": "U8", "shape": [3], "data_offsets": [0, 3]},
       "scalar": {"data_offsets": [11, 19], "dtype": "I64", "shape": []},
       "empty": {"dtype": "F32", "shape": [0, 4], "data_offsets": [19, 19]}}
      """
    let header = try SafetensorsHeader(parsing: file(head, data: 19))
    #expect(header.metadata == ["k": "v"])
    #expect(header.tensors.map(\.name) == ["a", "b", "scalar", "empty"])
    #expect(header.tensors[1] == TensorRecord(name: "b", type: "F32", shape: [2, 1], range: 3..<11))
    #expect(header.dataOffset == 8 + head.utf8.count)
    #expect(try SafetensorsHeader(parsing: file("{}   ")).tensors.isEmpty)
  }

  static func entry(_ shape: String, _ begin: Int, _ end: Int, type: String = "F32") -> String {
    #"{"dtype": "\#(type)", "shape": \#(shape), "data_offsets": [\#(begin), \#(end)]}"#
  }

  static let heads: [(head: String, data: Int, why: String)] = [
    ("", 0, "does not start"), (" {}", 0, "does not start"), ("[]", 0, "does not start"),
    ("{", 0, "not JSON"),
    (#"{"a": \#(entry("[1]", 0, 4)), "a": \#(entry("[1]", 0, 4))}"#, 4, "stands twice"),
    (#"{"a": \#(entry("[1]", 4, 8))}"#, 8, "begins at byte 4 of the data, expected 0"),
    (
      #"{"a": \#(entry("[1]", 0, 4)), "b": \#(entry("[1]", 8, 12))}"#, 12,
      "begins at byte 8 of the data, expected 4"
    ),
    (
      #"{"a": \#(entry("[2]", 0, 8)), "b": \#(entry("[1]", 4, 8))}"#, 8,
      "begins at byte 4 of the data, expected 8"
    ),
    (#"{"a": \#(entry("[1]", 4, 0))}"#, 4, "malformed"), (#"{"a": \#(entry("[1]", -4, 0))}"#, 4, "malformed"),
    (#"{"a": \#(entry("[1]", 0, 4))}"#, 5, "5 bytes of data, expected 4"),
    (#"{"a": \#(entry("[1]", 0, 4))}"#, 3, "3 bytes of data, expected 4"),
    (#"{"a": \#(entry("[2]", 0, 4))}"#, 4, "has 4 bytes, expected 8"),
    (#"{"a": \#(entry("[4294967296, 4294967296]", 0, 0))}"#, 0, "overflows"),
    (#"{"a": \#(entry("[0, 4294967296, 4294967296]", 0, 4))}"#, 4, "has 4 bytes, expected 0"),
    (#"{"a": \#(entry("[-1]", 0, 4))}"#, 4, "malformed"),
    (#"{"a": \#(entry("[1.5]", 0, 4))}"#, 4, "malformed"),
    (#"{"a": \#(entry("[1]", 0, 4, type: "F33"))}"#, 4, "malformed"), (#"{"a": 1}"#, 0, "malformed"),
    (#"{"a": {"dtype": "F32", "shape": [1]}}"#, 4, "malformed"),
    (#"{"__metadata__": {"a": 1}}"#, 0, "not a string"), (#"{"__metadata__": "a"}"#, 0, "not an object"),
  ]

  @Test(arguments: heads.indices)
  func refused(index: Int) {
    let (head, data, why) = Self.heads[index]
    let error = #expect(throws: SafetensorsHeader.Invalid.self) {
      try SafetensorsHeader(parsing: file(head, data: data))
    }
    #expect(error?.reason.contains(why) == true, "\(error?.reason ?? "")")
  }

  @Test func lengths() {
    for bytes in [
      [], [0, 0, 0, 0, 0, 0, 0], file("{}", length: 3), file("{}", length: 100_000_001),
      file("{}", length: -1),
    ] {
      #expect(throws: SafetensorsHeader.Invalid.self) { try SafetensorsHeader(parsing: bytes) }
    }
  }

  @Test func encodingIsAlignedAndReadBack() throws {
    let head = SafetensorsHeader.encoded(
      tensors: [("a/kernel", [2, 3]), ("a/bias", [3])], metadata: [("text", "\"quoted\"\n")])
    #expect(head.count % 64 == 0)
    let header = try SafetensorsHeader(parsing: head + [UInt8](repeating: 0, count: 36))
    #expect(header.metadata == ["text": "\"quoted\"\n"])
    #expect(header.tensors.map(\.range) == [0..<24, 24..<36])
    #expect(header.dataOffset == head.count)
  }
}
