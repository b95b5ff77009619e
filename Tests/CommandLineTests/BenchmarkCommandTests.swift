import Testing
import TrainParallel

@testable import train_parallel

struct BenchmarkCommandTests {
  private let short = ["benchmark", "--workload", "lenet", "--seconds", "0.02", "--threads", "2"]

  @Test func `with json each measurement is an object on a line`() throws {
    let run = try ProgramRun(short + ["--json", "--batch-size", "3"])
    #expect(run.code == 0, "\(run.messages)")
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 1)
    let json = try JSON(parsing: String(lines[0]).utf8)
    #expect(
      json.members?.map(\.name) == [
        "workload", "batch_size", "threads", "images_per_second", "gflops", "percent_of_peak",
        "seconds_by_phase",
      ])
    #expect(json["workload"]?.text == "lenet")
    #expect(json["batch_size"]?.wholeNumber == 3)
    #expect(json["threads"]?.wholeNumber == 2)
    for key in ["images_per_second", "gflops", "percent_of_peak"] {
      #expect((json[key]?.realNumber ?? 0) > 0, "\(key)")
    }
  }

  @Test func `people read a table with a row for each batch size`() throws {
    let run = try ProgramRun(short + ["--instruction-set", "baseline"])
    #expect(run.code == 0, "\(run.messages)")
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasPrefix("workload  batch  threads"))
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("lenet ") })
  }

  @Test func `without options everything is measured with all that there is`() throws {
    let settings = try parse([], with: BenchmarkCommand.table, of: "benchmark").settings
    #expect(settings.workload == nil && settings.batchSize == nil && settings.threads == nil)
    #expect(settings.instructionSet == nil && settings.seconds == 3 && !settings.json)
  }
}
