import TrainParallel

/// The words of a command line, sorted out: settings, what was given, and the words that are no options.
struct ParsedArguments<Settings> {
  var settings: Settings
  /// The options that were given, in their order, with their values.
  var options: [(name: String, value: String?)] = []
  /// The names of the options that were given.
  var given: Set<String> { Set(options.map(\.name)) }
  /// The words that are neither options nor their values.
  var words: [String] = []

  /// Whether one of the options was given.
  func has(_ option: String) -> Bool {
    options.contains { $0.name == option }
  }
}

/// Reads `--option value`, `--option=value` and words; after `--` everything is a word.
func parse<Settings: DefaultInitializable>(
  _ arguments: [String], with table: [Option<Settings>], of command: String
) throws(ProgramError) -> ParsedArguments<Settings> {
  var parsed = ParsedArguments(settings: Settings())
  var rest = arguments[...]
  while let argument = rest.popFirst() {
    if argument == "--" {
      parsed.words += rest
      break
    }
    guard argument.hasPrefix("-"), argument != "-" else {
      parsed.words.append(argument)
      continue
    }
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
      String.init)
    // Many type -h before they have read which options there are.
    let name = parts[0] == "-h" ? "--help" : parts[0]
    guard let option = table.first(where: { $0.name == name }) else {
      throw unknownOption(name, among: table.map(\.name), of: command)
    }
    var value = parts.count == 2 ? parts[1] : nil
    if let placeholder = option.placeholder {
      if value == nil, let next = rest.first, !next.hasPrefix("--") { value = rest.removeFirst() }
      guard value != nil else { throw .usage("\(option.name): its value \(placeholder) is missing") }
    } else if let value {
      throw .usage("\(option.name)=\(value): this option takes no value")
    }
    try option.set(&parsed.settings, value ?? "")
    parsed.options.append((option.name, value))
  }
  return parsed
}

private func unknownOption(_ name: String, among known: [String], of command: String) -> ProgramError {
  let listing = "train-parallel \(command) --help lists all"
  let hint = nearestName(to: name, among: known).map { "did you mean \($0)? " } ?? ""
  return .usage("unknown option \(name) of \(command); \(hint)\(listing)")
}
