import TrainParallel

/// A learning-rate schedule as the command line names it: `cosine,alpha=0.01,warmup=2`, with lengths in epochs.
struct ScheduleChoice: Sendable, Hashable, CustomStringConvertible {
  /// The text that was given.
  let description: String
  private let name: String
  /// Those that were given.
  private let numbers: [String: Double]

  /// Reads a name and numbers by their keys, each at most once; nil where the text is not one.
  init?(_ text: String) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    guard let form = Self.form(of: text) else { return nil }
    var numbers: [String: Double] = [:]
    for part in parts.dropFirst() {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      guard sides.count == 2, let number = form.numbers.first(where: { $0.key == sides[0] }),
        let value = Double(sides[1]), number.range.contains(value),
        numbers.updateValue(value, forKey: sides[0]) == nil
      else { return nil }
    }
    description = text
    name = form.name
    self.numbers = numbers
  }

  private init(_ form: ScheduleForm) {
    description = form.name
    name = form.name
    numbers = [:]
  }

  /// The same rate always.
  static let constant = ScheduleChoice(.constant)

  /// The form that a text names, whether or not its numbers are right.
  static func form(of text: String) -> ScheduleForm? {
    let name = text.prefix { $0 != "," }
    return ScheduleForm.all.first { $0.name == name }
  }

  private var form: ScheduleForm {
    ScheduleForm.all.first { $0.name == name } ?? .constant
  }

  /// The schedule of a training.
  ///
  /// - Parameters:
  ///   - learningRate: The rate that the schedule starts from, or rises to.
  ///   - epochs: The epochs of the whole training; it is above 0.
  ///   - stepsPerEpoch: The steps of an epoch, above 0.
  func schedule(learningRate: Double, epochs: Int, stepsPerEpoch: Int) -> any LearningRateSchedule {
    form.make(
      { number($0) }, .init(learningRate: learningRate, epochs: epochs, stepsPerEpoch: stepsPerEpoch))
  }

  private func number(_ key: String) -> Double {
    guard let number = numbers[key] ?? form.numbers.first(where: { $0.key == key })?.byDefault else {
      preconditionFailure("\(name) has no \(key)")
    }
    return number
  }

  /// What is wrong with the choice for a training of so many epochs: that its first event lies beyond their end, which
  /// would leave it without effect.
  func objection(epochs: Int) -> String? {
    guard let key = form.event else { return nil }
    let length = number(key)
    guard length >= Double(epochs) else { return nil }
    let text = ValueReader<Double>.anyNumber.text(length)
    return
      "\(description): \(key)=\(text) is not below the \(NumberText.count(epochs, "epoch")) of the training"
  }
}
