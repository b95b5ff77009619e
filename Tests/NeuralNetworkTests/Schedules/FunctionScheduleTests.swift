import NeuralNetwork
import Testing

@Suite struct FunctionScheduleTests {
  @Test func `the function's values under its name`() {
    let schedule = FunctionSchedule(name: "1 / (1 + s)") { 1 / Double(1 + $0) }
    #expect((0..<4).map(schedule.learningRate) == [1, 0.5, 1.0 / 3, 0.25])
    #expect("\(schedule)" == "1 / (1 + s)")
  }
}
