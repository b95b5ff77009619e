import Testing

@testable import NeuralNetwork

@Suite struct JSONTests {
  func parse(_ text: String) throws -> JSON { try JSON(parsing: text.utf8) }

  @Test func values() throws {
    #expect(try parse(" null ") == nil)
    #expect(try parse("[true, false]") == [true, false])
    #expect(try parse("[0, -12, 9007199254740993]") == [0, -12, 9_007_199_254_740_993])
    #expect(try parse("-1.5e-2").realNumber == -0.015)
    #expect(try parse("3.0").wholeNumber == 3)
    #expect(try parse("3.5").wholeNumber == nil)
    #expect(try parse(#""a\"\\\/\b\f\n\r\té😀""#).text == "a\"\\/\u{8}\u{C}\n\r\té😀")
    #expect(try parse(#""\u00e9\ud83d\ude00""#).text == "é😀")
    #expect(try parse("{}").members?.isEmpty == true)
    #expect(try parse(#"{"b": 1, "a": {"c": [2]}}"#)["a"]?["c"] == [2])
    #expect(try parse(#"{"b": 1, "a": 2}"#).members?.map(\.name) == ["b", "a"])
  }

  @Test(arguments: [
    "", " ", "nul", "[1,]", "[1 2]", "{", "{\"a\"}", "{\"a\":1,}", "{a:1}", "01", "1.", ".5", "1e", "+1", "-",
    "NaN",
    "Infinity", "1e999", "\"", "\"\\x\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"",
    "\"\u{1}\"",
    "1 2", "[]]", "'a'", "tru", "{\"a\":1,\"a\":2}",
  ])
  func malformed(text: String) {
    #expect(throws: JSONError.self) { try parse(text) }
  }

  @Test func invalidUTF8() {
    #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
    #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xC3, 0x22]) }
  }

  @Test func depthIsLimited() throws {
    let deep = { (levels: Int) in
      String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    }
    _ = try parse(deep(60))
    #expect(throws: JSONError.self) { try parse(deep(100_000)) }
  }

  @Test func errorsTellThePlace() {
    let error = #expect(throws: JSONError.self) { try parse(#"{"a": 1, "a": 2}"#) }
    #expect(error?.description == "the name \"a\" stands twice at byte 12")
  }

  @Test func writing() throws {
    let text = #"{"a": [1, 2.5, -3, null, true, "x\n\"\\é"], "b": {}, "c": []}"#
    #expect(try parse(text).description == text)
    #expect(JSON.string("\u{1}\u{7F}").description == #""\u0001\u007f""#)
    #expect(JSON.number(0.01).description == "0.01")
    #expect(JSON.number(0).description == "0.0")
  }
}
