import TrainParallel

/// One kind of learning-rate schedule that the command line knows: its numbers, and how it is made of them.
struct ScheduleForm: Sendable {
  /// A number of a schedule: `every`.
  struct Number: Sendable {
    let key: String
    let byDefault: Double
    /// What it is, as it follows the key.
    let expected: String
    let range: ClosedRange<Double>
  }

  /// The training that a schedule is made for.
  struct Training {
    /// η, as `--learning-rate` or the optimizer has it.
    var learningRate: Double
    var epochs: Int
    var stepsPerEpoch: Int

    /// The steps of a length in epochs: one at least, where there is a length.
    func steps(_ epochs: Double) -> Int {
      guard epochs > 0 else { return 0 }
      return Int(min(1e15, max(1, (epochs * Double(stepsPerEpoch)).rounded())))
    }

    /// All steps.
    var allSteps: Int { steps(Double(epochs)) }
  }

  let name: String
  let numbers: [Number]
  /// The length in epochs after which something happens for the first time; the training must be longer.
  let event: String?
  /// The schedule; `number` has the value of a key.
  let make: @Sendable (_ number: (String) -> Double, _ training: Training) -> any LearningRateSchedule

  /// `cosine,alpha=0,warmup=0`: with all defaults.
  var example: String {
    ([name] + numbers.map { "\($0.key)=\(ValueReader<Double>.anyNumber.text($0.byDefault))" }).joined(
      separator: ",")
  }

  /// `a form of step,every=10,factor=0.1: every, epochs above 0, such as 2.5; factor, above 0, at most 1`
  var expected: String {
    guard !numbers.isEmpty else { return "\(name) alone" }
    let parts = numbers.map { "\($0.key), \($0.expected)" }
    return "a form of \(example): \(parts.joined(separator: "; "))"
  }
}

extension ScheduleForm {
  /// All kinds, in the order of help.
  static let all: [ScheduleForm] = [
    constant, step, exponential, polynomial, cosine, cosineRestarts, oneCycle,
  ]

  /// The same rate always.
  static let constant = ScheduleForm(name: "constant", numbers: [], event: nil) { _, training in
    ConstantLearningRate(training.learningRate)
  }

  private static let step = ScheduleForm(
    name: "step", numbers: [.epochs("every", 10), .factor("factor", 0.1)], event: "every"
  ) { number, training in
    StepDecay(
      initialLearningRate: training.learningRate, decaySteps: training.steps(number("every")),
      factor: number("factor"))
  }

  private static let exponential = ScheduleForm(
    name: "exponential", numbers: [.epochs("every", 1), .factor("factor", 0.96)], event: nil
  ) { number, training in
    ExponentialDecay(
      initialLearningRate: training.learningRate, decaySteps: training.steps(number("every")),
      decayRate: number("factor"))
  }

  private static let polynomial = ScheduleForm(
    name: "polynomial",
    numbers: [
      Number(key: "end", byDefault: 0, expected: "the last learning rate", range: 0...1e6),
      Number(key: "power", byDefault: 1, expected: "from 0.01 to 100", range: 0.01...100),
    ], event: nil
  ) { number, training in
    PolynomialDecay(
      initialLearningRate: training.learningRate, decaySteps: training.allSteps,
      endLearningRate: number("end"), power: number("power"))
  }

  private static let cosine = ScheduleForm(
    name: "cosine", numbers: [.alpha, .epochs("warmup", 0)], event: "warmup"
  ) { number, training in
    let warmup = training.steps(number("warmup"))
    return CosineDecay(
      initialLearningRate: warmup > 0 ? 0 : training.learningRate,
      decaySteps: max(1, training.allSteps - warmup), alpha: number("alpha"),
      warmupTarget: warmup > 0 ? training.learningRate : nil, warmupSteps: warmup)
  }

  private static let cosineRestarts = ScheduleForm(
    name: "cosine-restarts",
    numbers: [
      .epochs("every", 10),
      Number(key: "t-mul", byDefault: 2, expected: "from 1 to 100", range: 1...100), .factor("m-mul", 1),
      .alpha,
    ], event: "every"
  ) { number, training in
    CosineDecayRestarts(
      initialLearningRate: training.learningRate,
      firstDecaySteps: training.steps(number("every")), tMul: number("t-mul"),
      mMul: number("m-mul"), alpha: number("alpha"))
  }

  private static let oneCycle = ScheduleForm(
    name: "one-cycle",
    numbers: [
      Number(key: "warmup", byDefault: 0.3, expected: "a part of the steps from 0 to 1", range: 0...1),
      Number(key: "div", byDefault: 25, expected: "from 1 to 1e9", range: 1...1e9),
      Number(key: "final-div", byDefault: 10_000, expected: "from 1 to 1e12", range: 1...1e12),
    ], event: nil
  ) { number, training in
    OneCycle(
      maximalLearningRate: training.learningRate, totalSteps: training.allSteps,
      warmupFraction: number("warmup"), divisionFactor: number("div"),
      finalDivisionFactor: number("final-div"))
  }
}

extension ScheduleForm.Number {
  /// A length; one with a default above 0 must be above 0.
  fileprivate static func epochs(_ key: String, _ byDefault: Double) -> Self {
    let least = byDefault > 0 ? 1e-6 : 0
    return Self(
      key: key, byDefault: byDefault,
      expected: byDefault > 0 ? "epochs above 0, such as 2.5" : "epochs of at least 0, such as 2.5",
      range: least...1e9)
  }

  /// A factor of the learning rate.
  fileprivate static func factor(_ key: String, _ byDefault: Double) -> Self {
    Self(key: key, byDefault: byDefault, expected: "above 0, at most 1", range: .leastNormalMagnitude...1)
  }

  fileprivate static var alpha: Self {
    Self(key: "alpha", byDefault: 0, expected: "the last part of the rate, from 0 to 1", range: 0...1)
  }
}
