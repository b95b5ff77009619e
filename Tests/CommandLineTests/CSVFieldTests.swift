import Testing

@testable import train_parallel

struct CSVFieldTests {
  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("a b", "a b"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""),
    ("two\nlines", "\"two\nlines\""), ("two\r\nlines", "\"two\r\nlines\""), ("end\r", "\"end\r\""),
    // One character each to Swift, a comma and a quotation mark to whoever reads the table.
    (",\u{301}", "\",\u{301}\""), ("\"\u{301}", "\"\"\"\u{301}\""),
  ]) func `fields are quoted where they must be`(text: String, field: String) {
    #expect(csvField(text) == field)
  }
}
