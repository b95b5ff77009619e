import Testing

@testable import train_parallel

struct CheckpointIntervalTests {
  @Test(arguments: [
    ("500", CheckpointInterval.steps(500), "500"), ("1", .steps(1), "1"), ("30s", .seconds(30), "30s"),
    ("10m", .seconds(600), "10m"), ("0.5h", .seconds(1800), "30m"),
  ])
  func `steps without a unit, time with one`(
    text: String, expected: CheckpointInterval, description: String
  ) throws {
    let reader = ValueReader<CheckpointInterval>.stepsOrSeconds
    let interval = try reader.value(of: "--checkpoint-every", text)
    #expect(interval == expected)
    #expect(interval.description == description)
    #expect(reader.read(description) == interval)
  }

  @Test(arguments: ["", "0", "-5", "1.5", "1e3", "0s", "inf", "nan", "99999999999999999999", "5x"])
  func `what is neither is refused`(text: String) throws {
    let error = try #require(throws: ProgramError.self) {
      try ValueReader<CheckpointInterval>.stepsOrSeconds.value(of: "--checkpoint-every", text)
    }
    #expect(
      error.description.contains("expected a number of steps such as 500, at least 1, or a time such as"))
  }
}
