import NeuralNetwork
import Testing

@testable import Training

@Suite struct ResultTableTests {
  private struct Row {
    var name = "lenet"
    var count = 32
    var speed = 12.345
  }

  private let table = ResultTable<Row>(columns: [
    .text("name", "name", width: 8) { $0.name }, .count("count", "n") { $0.count },
    .number("speed", "images/s", digits: 1) { $0.speed }, .number(nil, "%", width: 4) { 2 * $0.speed },
    .json("parts") { .array([.number($0.speed)]) },
  ])

  @Test func columnsLineUpUnderTheirTitles() {
    #expect(table.header == "name      n  images/s     %")
    #expect(table.text(Row(count: 3)) == "lenet     3      12.3    25")
    // What is wider than its column stays whole.
    #expect(table.text(Row(name: "a longer name")) == "a longer name  32      12.3    25")
    #expect(ResultTable<Row>(columns: [.text(nil, "name", width: 9) { $0.name }]).text(Row()) == "lenet")
  }

  @Test func programsReadWhatHasAKey() {
    #expect(
      table.json(Row()).description
        == #"{"name": "lenet", "count": 32, "speed": 12.345, "parts": [12.345]}"#)
  }

  @Test func jsonHasNoInfinity() {
    let table = ResultTable<Row>(columns: [.number("speed", "images/s") { $0.speed }])
    #expect(table.json(Row(speed: .infinity)).description == #"{"speed": null}"#)
  }
}
