import Foundation
import NeuralNetwork
import Testing

/// Schedules against the rates that Keras and PyTorch themselves give, `Scripts/reference/schedules.py`.
@Suite struct ScheduleGoldenTests {
  /// One schedule with its arguments' names there, and its rates.
  struct Case: Decodable {
    enum Value: Decodable {
      case number(Double)
      case flag(Bool)
      case list([Double])

      init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let flag = try? value.decode(Bool.self) {
          self = .flag(flag)
        } else if let number = try? value.decode(Double.self) {
          self = .number(number)
        } else {
          self = .list(try value.decode([Double].self))
        }
      }
    }

    let schedule: String
    let arguments: [String: Value]
    let steps: [Int]
    let rates: [Double]
  }

  private struct Document: Decodable {
    let cases: [Case]
  }

  @Test func `rates are those of Keras and PyTorch`() throws {
    let cases = try JSONDecoder().decode(Document.self, from: Data(try Golden.text("schedules.json").utf8))
      .cases
    #expect(Set(cases.map(\.schedule)).count == 7)
    for golden in cases {
      let schedule = try #require(golden.ours, "\(golden.schedule)")
      #expect(golden.steps.count == golden.rates.count && golden.steps.count > 0)
      let greatest = golden.rates.max() ?? 0
      for (step, expected) in zip(golden.steps, golden.rates) {
        // Both compute in float64; powers and cosines differ by a few units in the last place.
        let difference = abs(schedule.learningRate(step: step) - expected)
        #expect(difference <= 1e-13 * greatest, "\(golden.schedule), \(schedule), step \(step): \(expected)")
      }
    }
  }
}

extension ScheduleGoldenTests.Case {
  private func number(_ name: String, _ byDefault: Double = .nan) -> Double {
    if case .number(let number)? = arguments[name] { number } else { byDefault }
  }

  private func flag(_ name: String) -> Bool {
    if case .flag(let flag)? = arguments[name] { flag } else { false }
  }

  private func list(_ name: String) -> [Double] {
    if case .list(let list)? = arguments[name] { list } else { [] }
  }

  /// The schedule of this package with the same arguments: what stands in none has the default here and there.
  var ours: (any LearningRateSchedule)? {
    let rate = number("initial_learning_rate")
    switch schedule {
    case "keras ExponentialDecay":
      return ExponentialDecay(
        initialLearningRate: rate, decaySteps: Int(number("decay_steps")), decayRate: number("decay_rate"),
        staircase: flag("staircase"))
    case "keras PolynomialDecay":
      var schedule = PolynomialDecay(initialLearningRate: rate, decaySteps: Int(number("decay_steps")))
      schedule.endLearningRate = number("end_learning_rate", schedule.endLearningRate)
      schedule.power = number("power", schedule.power)
      schedule.cycle = flag("cycle")
      return schedule
    case "keras CosineDecay":
      var schedule = CosineDecay(initialLearningRate: rate, decaySteps: Int(number("decay_steps")))
      schedule.alpha = number("alpha", schedule.alpha)
      if arguments["warmup_target"] != nil { schedule.warmupTarget = number("warmup_target") }
      schedule.warmupSteps = Int(number("warmup_steps", Double(schedule.warmupSteps)))
      return schedule
    case "keras CosineDecayRestarts":
      var schedule = CosineDecayRestarts(
        initialLearningRate: rate, firstDecaySteps: Int(number("first_decay_steps")))
      schedule.tMul = number("t_mul", schedule.tMul)
      schedule.mMul = number("m_mul", schedule.mMul)
      schedule.alpha = number("alpha", schedule.alpha)
      return schedule
    case "keras PiecewiseConstantDecay":
      return PiecewiseConstantDecay(boundaries: list("boundaries").map { Int($0) }, values: list("values"))
    case "torch OneCycleLR":
      var schedule = OneCycle(maximalLearningRate: number("max_lr"), totalSteps: Int(number("total_steps")))
      schedule.warmupFraction = number("pct_start", schedule.warmupFraction)
      schedule.divisionFactor = number("div_factor", schedule.divisionFactor)
      schedule.finalDivisionFactor = number("final_div_factor", schedule.finalDivisionFactor)
      return schedule
    case "torch StepLR":
      return StepDecay(
        initialLearningRate: number("lr"), decaySteps: Int(number("step_size")), factor: number("gamma"))
    default:
      return nil
    }
  }
}
