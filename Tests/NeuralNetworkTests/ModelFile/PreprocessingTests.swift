import Testing

@testable import NeuralNetwork

@Suite struct PreprocessingTests {
  let text = #"{"height": 2, "width": 3, "color": "rgb", "resize_filter": "nearest", "rescale": 0.5}"#

  func read(_ text: String) throws -> Preprocessing? { Preprocessing(json: try JSON(parsing: text.utf8)) }

  @Test func readAndWritten() throws {
    let expected = Preprocessing(height: 2, width: 3, color: "rgb", resizeFilter: "nearest", rescale: 0.5)
    #expect(try read(text) == expected)
    #expect(expected.json.description == text)
  }

  @Test func anythingElseIsRefused() throws {
    for (old, new) in [
      ("\"height\": 2", "\"height\": 0"), ("\"width\": 3, ", ""), ("\"rgb\"", "3"), ("0.5", "null"),
      ("0.5", "0.5, \"x\": 1"),
    ] {
      #expect(try read(text.replacing(old, with: new)) == nil)
    }
  }
}
