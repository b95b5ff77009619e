import Testing

@testable import train_parallel

struct PredictionRowTests {
  private let row = PredictionRow(
    path: "a, b.png", outcome: .classes([("cat", 0.125), ("dog", 0.75), ("owl \"x\"", 0.125)]))
  private let failed = PredictionRow(path: "c.png", outcome: .failure("it is empty"))

  @Test func `text: the most probable classes`() {
    #expect(row.text(.text, top: nil) == "a, b.png  dog  0.7500")
    #expect(row.text(.text, top: 2) == "a, b.png  dog  0.7500  cat  0.1250")
    #expect(failed.text(.text, top: 2) == "c.png  error: it is empty")
  }

  @Test func `csv: a line a class, quoted where it must be`() {
    #expect(row.text(.csv, top: nil) == "\"a, b.png\",1,dog,0.75,")
    #expect(
      row.text(.csv, top: 9)
        == "\"a, b.png\",1,dog,0.75,\n\"a, b.png\",2,cat,0.125,\n\"a, b.png\",3,\"owl \"\"x\"\"\",0.125,")
    #expect(failed.text(.csv, top: nil) == "c.png,,,,it is empty")
  }

  @Test func `json: all classes, or the most probable ones`() {
    #expect(
      row.text(.json, top: nil)
        == #"{"path": "a, b.png", "class": "dog", "probability": 0.75, "#
        + #""probabilities": {"dog": 0.75, "cat": 0.125, "owl \"x\"": 0.125}}"#)
    #expect(row.text(.json, top: 1).hasSuffix(#""probabilities": {"dog": 0.75}}"#))
    #expect(failed.text(.json, top: nil) == #"{"path": "c.png", "error": "it is empty"}"#)
  }
}
