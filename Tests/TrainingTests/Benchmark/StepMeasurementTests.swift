import NeuralNetwork
import Testing

@testable import Training

@Suite struct StepMeasurementTests {
  private func measurement() throws -> StepMeasurement {
    let clock = PhaseClock()
    clock.measure(.forward) {}
    let workload = try #require(Workload.all.first { $0.name == "lenet" })
    // A tenth of what the processors could do.
    let peak = try workload.operationsPerImage() * 2000
    return try StepMeasurement(
      workload: workload, batchSize: 32, threads: 2, imagesPerSecond: Spread([100, 200, 400]), peak: peak,
      phases: PhaseSeconds(clock, steps: 1, seconds: 2, threads: 2))
  }

  private func names(_ json: JSON) -> [String] { json.members?.map(\.name) ?? [] }

  @Test func programsReadOneObject() throws {
    let result = try measurement()
    let json = try JSON(parsing: StepMeasurement.table.json(result).description.utf8)
    #expect(
      names(json) == [
        "workload", "batch_size", "threads", "images_per_second", "gflops", "percent_of_peak",
        "seconds_by_phase",
      ])
    #expect(json["workload"]?.text == "lenet")
    #expect(json["batch_size"]?.wholeNumber == 32)
    #expect(json["threads"]?.wholeNumber == 2)
    #expect(json["images_per_second"]?.realNumber == 200)
    #expect(json["gflops"]?.realNumber == result.gflops)
    #expect(abs((json["percent_of_peak"]?.realNumber ?? 0) - 10) < 1e-9)
    let phases = try #require(json["seconds_by_phase"])
    #expect(names(phases) == ["forward", "backward", "reduce_and_update", "waiting"])
    #expect(phases["waiting"]?.realNumber == result.phases.waiting)
  }

  @Test func theSpreadIsAddedBehindTheMedian() throws {
    let json = StepMeasurement.tableWithSpread.json(try measurement())
    #expect(names(json).dropFirst(3).prefix(3) == ["images_per_second", "lowest", "highest"])
    #expect(json["lowest"]?.realNumber == 100 && json["highest"]?.realNumber == 400)
    #expect(names(json).count == 9)
  }

  @Test func peopleReadShares() throws {
    let cells = StepMeasurement.table.text(try measurement()).split(separator: " ")
    #expect(cells.prefix(4) == ["lenet", "32", "2", "200"])
    #expect(cells[5] == "10.0")
    #expect(cells.last == "100.0")
  }
}
