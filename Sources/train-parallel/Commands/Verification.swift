import TrainParallel

/// What became of a model's golden examples when they were computed anew.
enum GoldenOutcome: Equatable {
  /// The file has none.
  case missing
  /// The outputs are the same bit for bit with the kernels of an instruction set.
  case equal(InstructionSet)
  /// The outputs differ, at most by so much; NaN where one is not a number.
  case different(Float)

  /// The greatest difference that other kernels make.
  static let tolerance: Float = 1e-5

  /// Computes the examples of a model: with the best kernels, then with the others that there are.
  ///
  /// - Throws: `ModelError` where the model is no classifier.
  init(_ file: ModelFile) throws {
    guard let examples = file.goldenExamples else {
      self = .missing
      return
    }
    var least: Float?
    for instructionSet in InstructionSet.available.reversed() {
      let outputs = try file.outputs(for: examples.inputs, instructionSet: instructionSet)
      if examples.isEqual(to: outputs) {
        self = .equal(instructionSet)
        return
      }
      // The first is that of the kernels in use.
      if least == nil { least = examples.difference(from: outputs) }
    }
    self = .different(least ?? .nan)
  }

  /// Whether the model does what it did.
  var isRight: Bool {
    switch self {
    case .missing, .equal: true
    case .different(let difference): difference <= Self.tolerance
    }
  }

  var text: String {
    switch self {
    case .missing: "none in the file; finished models have them, checkpoints do not"
    case .equal(let set): "equal bit for bit (\(set.rawValue))"
    case .different(let difference):
      "differ by \(difference) at most, \(isRight ? "within" : "more than") \(Self.tolerance)"
    }
  }

  var json: JSON {
    switch self {
    case .missing: .object([("state", "missing")])
    case .equal(let set): .object([("state", "equal"), ("instruction_set", .string(set.rawValue))])
    case .different(let difference):
      .object([
        ("state", isRight ? "close" : "wrong"), ("difference", .finite(Double(difference.description))),
      ])
    }
  }
}

/// What `verify` found out about a model that could be read.
struct Verification {
  private let file: ModelFile
  private let outcome: GoldenOutcome

  init(_ file: ModelFile, outcome: GoldenOutcome) {
    self.file = file
    self.outcome = outcome
  }

  /// What is wrong, if anything.
  var problem: String? {
    if !file.parameters.areFinite { return "it has weights that are not numbers, or infinite" }
    guard !outcome.isRight else { return nil }
    return
      "its golden examples \(outcome.text): this program computes another model than the one that saved it"
  }

  /// A line for each check.
  var text: String {
    let layout = file.parameters.layout
    return """
      hashes   file and weights match; weights_sha256 \(file.parameters.weightsSHA256())
      tensors  \(NumberText.count(layout.parameterCount, "weight")) in \(NumberText.count(layout.entries.count, "tensor")) \
      as the architecture has them\(file.parameters.areFinite ? "" : ", not all finite")
      goldens  \(outcome.text)
      """
  }

  /// The same as one object.
  func json(_ path: String) -> JSON {
    .object([
      ("path", .string(path)), ("ok", .boolean(problem == nil)),
      ("weights_sha256", .string(file.parameters.weightsSHA256())),
      ("parameters", .integer(file.parameters.layout.parameterCount)),
      ("tensors", .integer(file.parameters.layout.entries.count)),
      ("finite", .boolean(file.parameters.areFinite)), ("goldens", outcome.json),
    ])
  }
}
