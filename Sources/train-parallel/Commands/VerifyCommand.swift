import TrainParallel

/// `verify MODEL`: whether a model's file is whole and does what it did when it was saved.
enum VerifyCommand: Command {
  struct Settings: CommonSettings {
    var json = false
    var help = false
    var version = false
  }

  static let name = "verify"
  static let arguments = "MODEL [--json]"
  static let summary = "whether a model is whole and gives what it gave when it was saved"
  static let abstract =
    "Checks MODEL, a .safetensors file of train: the hashes of the file and of its weights, the names and shapes of the "
    + "tensors, what is done to images, and the golden examples, inputs whose outputs are in the file and are computed anew. They are the same bit "
    + "for bit with the kernels that made them, and within 0.00001 with others; else the exit code is 65."

  static var options: [Option<Settings>] {
    [.flag("--json", \.json, "print one JSON object")]
  }

  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws {
    try requireWords(arguments.words, ["MODEL"])
    let path = arguments.words[0]
    let report: Verification
    do {
      report = try verification(path)
    } catch {
      let json = JSON.object([("path", .string(path)), ("ok", false), ("problem", .string("\(error)"))])
      if arguments.settings.json { try console.print(json.description) }
      throw error
    }
    try console.print(arguments.settings.json ? report.json(path).description : report.text)
    if let problem = report.problem { throw ProgramError(.badData, "\(path): \(problem)") }
  }

  private static func verification(_ path: String) throws -> Verification {
    // Reading compares both hashes, names, shapes and types, and says what is wrong.
    let file = try ModelFile(path: path)
    // A model of images is also what `predict` can load.
    if file.model.inputShape.rank == 3 { _ = try LoadedModel(file, path: path) }
    return Verification(file, outcome: try GoldenOutcome(file))
  }
}
