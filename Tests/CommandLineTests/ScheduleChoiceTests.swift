import Testing
import TrainParallel

@testable import train_parallel

struct ScheduleChoiceTests {
  /// A text and the schedule that it makes of rate 0.5, 10 epochs and 100 steps an epoch.
  @Test(arguments: [
    ("constant", ConstantLearningRate(0.5) as any LearningRateSchedule),
    ("step", StepDecay(initialLearningRate: 0.5, decaySteps: 1000)),
    ("step,every=2.5,factor=0.3", StepDecay(initialLearningRate: 0.5, decaySteps: 250, factor: 0.3)),
    ("step,every=0.001", StepDecay(initialLearningRate: 0.5, decaySteps: 1)),
    ("exponential", ExponentialDecay(initialLearningRate: 0.5, decaySteps: 100, decayRate: 0.96)),
    (
      "exponential,factor=0.5,every=3",
      ExponentialDecay(initialLearningRate: 0.5, decaySteps: 300, decayRate: 0.5)
    ),
    ("polynomial", PolynomialDecay(initialLearningRate: 0.5, decaySteps: 1000, endLearningRate: 0)),
    (
      "polynomial,end=1e-3,power=2",
      PolynomialDecay(initialLearningRate: 0.5, decaySteps: 1000, endLearningRate: 0.001, power: 2)
    ),
    ("cosine", CosineDecay(initialLearningRate: 0.5, decaySteps: 1000)),
    (
      "cosine,alpha=0.1,warmup=2",
      CosineDecay(
        initialLearningRate: 0, decaySteps: 800, alpha: 0.1, warmupTarget: 0.5, warmupSteps: 200)
    ),
    ("cosine-restarts", CosineDecayRestarts(initialLearningRate: 0.5, firstDecaySteps: 1000)),
    (
      "cosine-restarts,every=2,t-mul=1,m-mul=0.5,alpha=0.1",
      CosineDecayRestarts(initialLearningRate: 0.5, firstDecaySteps: 200, tMul: 1, mMul: 0.5, alpha: 0.1)
    ),
    ("one-cycle", OneCycle(maximalLearningRate: 0.5, totalSteps: 1000)),
    (
      "one-cycle,warmup=0.4,div=10,final-div=100",
      OneCycle(
        maximalLearningRate: 0.5, totalSteps: 1000, warmupFraction: 0.4, divisionFactor: 10,
        finalDivisionFactor: 100)
    ),
  ])
  func `a text makes a schedule, lengths are in epochs`(
    text: String, expected: any LearningRateSchedule
  ) throws {
    let choice = try #require(ScheduleChoice(text))
    let schedule = choice.schedule(learningRate: 0.5, epochs: 10, stepsPerEpoch: 100)
    #expect(type(of: schedule) == type(of: expected))
    #expect(schedule.description == expected.description)
    #expect("\(choice)" == text)
  }

  @Test func `the examples of the help are read and change nothing`() throws {
    for form in ScheduleForm.all {
      let schedules = try [form.name, form.example].map {
        try #require(ScheduleChoice($0)).schedule(learningRate: 0.5, epochs: 30, stepsPerEpoch: 7).description
      }
      #expect(schedules[0] == schedules[1])
    }
    #expect(ScheduleChoice.constant == ScheduleChoice("constant"))
  }

  @Test(arguments: [
    ("", "expected constant, step,every=10,factor=0.1, exponential,"),
    ("cosin", "expected constant, step,every=10,factor=0.1, exponential,every=1,factor=0.96, "),
    ("constant,every=2", "expected constant alone"),
    ("cosine,", "expected a form of cosine,alpha=0,warmup=0: alpha, the last part of the rate, from 0 to 1;"),
    ("cosine,alpah=0", "expected a form of cosine,alpha=0,warmup=0"),
    ("cosine,alpha", "expected a form of cosine"),
    ("cosine,alpha=", "expected a form of cosine"),
    ("cosine,alpha=0=1", "expected a form of cosine"),
    ("cosine,alpha=2", "expected a form of cosine"),
    ("cosine,alpha=nan", "expected a form of cosine"),
    ("cosine,alpha=0,alpha=0", "expected a form of cosine"),
    ("cosine,warmup=-1", "warmup, epochs of at least 0, such as 2.5"),
    ("step,every=0", "every, epochs above 0, such as 2.5; factor, above 0, at most 1"),
    ("step,every=1e300", "expected a form of step"),
    ("step,factor=0", "expected a form of step"),
    ("one-cycle,warmup=2", "warmup, a part of the steps from 0 to 1"),
    ("one-cycle,final-div=inf", "expected a form of one-cycle"),
  ])
  func `what is wrong is answered with what is known`(text: String, message: String) throws {
    let error = try #require(throws: ProgramError.self) {
      try ValueReader<ScheduleChoice>.learningRateSchedule.value(of: "--schedule", text)
    }
    #expect(error.kind == .usage)
    #expect(error.description.contains(message), "\(error)")
  }

  @Test func `a schedule whose first event the training does not reach is objected to`() throws {
    let step = try #require(ScheduleChoice("step"))
    #expect(
      step.objection(epochs: 10) == "step: every=10 is not below the 10 epochs of the training")
    #expect(step.objection(epochs: 11) == nil)
    #expect(try #require(ScheduleChoice("cosine,warmup=0.5")).objection(epochs: 1) == nil)
    #expect(try #require(ScheduleChoice("cosine,warmup=3")).objection(epochs: 3) != nil)
    #expect(try #require(ScheduleChoice("exponential,every=50")).objection(epochs: 1) == nil)
  }

  @Test func `no number of epochs and steps is too large`() throws {
    for form in ScheduleForm.all {
      let choice = try #require(ScheduleChoice(form.name))
      let schedule = choice.schedule(learningRate: 1, epochs: .max, stepsPerEpoch: .max)
      let rate = schedule.learningRate(step: .max)
      #expect(rate >= 0 && rate <= 1)
    }
  }
}
