import Testing
import TrainParallel

@testable import train_parallel

struct OptionDifferenceTests {
  private func record(_ text: String) throws -> JSON { try JSON(parsing: text.utf8) }

  @Test func `values that differ are named by their path`() throws {
    let first = try record(
      #"{"model": "a", "training": {"epochs": 3, "seed": "0", "only": [1]}, "lanes": 8}"#)
    let second = try record(
      #"{"lanes": 8.0, "model": "a", "training": {"seed": "1", "epochs": 3}, "data": {"split": null}}"#)
    let differences = OptionDifference.between(first, second)
    #expect(
      differences == [
        OptionDifference(name: "training.seed", first: "0", second: "1"),
        OptionDifference(name: "training.only", first: [1], second: nil),
        OptionDifference(name: "data.split", first: nil, second: .null),
      ])
    #expect(OptionDifference.between(first, first).isEmpty)
    #expect(OptionDifference.between(.object([]), .null).isEmpty)
  }

  @Test func `where and when a run was is no option`() throws {
    let first = try record(
      #"{"command": ["--epochs", "3"], "environment": {"host": "a"}, "training": {"command": 1}}"#)
    let second = try record(#"{"environment": {"host": "b"}, "training": {"command": 2}}"#)
    #expect(OptionDifference.between(first, second).map(\.name) == ["training.command"])
  }

  @Test func `values as people read them`() {
    #expect(OptionDifference.text("adam") == "adam")
    #expect(OptionDifference.text(.number(0.001)) == "0.001")
    #expect(OptionDifference.text(.null) == "null")
    #expect(OptionDifference.text(nil) == "-")
  }
}
