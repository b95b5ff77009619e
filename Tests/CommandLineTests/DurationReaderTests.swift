import Testing

@testable import train_parallel

struct DurationReaderTests {
  @Test(arguments: [
    ("30s", 30.0, "30s"), ("30", 30, "30s"), ("90m", 5400, "90m"), ("1.5h", 5400, "90m"), ("120s", 120, "2m"),
    ("2h", 7200, "2h"), ("0.25", 0.25, "0.25s"), ("1e3s", 1000, "1000s"), ("10000h", 36e6, "10000h"),
  ])
  func `a time with or without its unit`(text: String, seconds: Double, description: String) throws {
    let value = try ValueReader<Seconds>.duration.value(of: "--max-time", text)
    #expect(value.value == seconds)
    #expect(value.description == description)
    #expect(Seconds(value.description) == value)
  }

  @Test(arguments: [
    "", "s", "m", "0", "0s", "-1h", "nan", "inf", "1d", "1 h", "1h30m", "10001h", "1e300h", "ten",
  ])
  func `what is no time is refused`(text: String) throws {
    let error = try #require(throws: ProgramError.self) {
      try ValueReader<Seconds>.duration.value(of: "--max-time", text)
    }
    #expect(error.kind == .usage)
    #expect(
      error.description.contains(
        "expected a time such as 30s, 30m or 1.5h, or a number of seconds, above 0 and at most 10000h"))
  }
}
