import TrainParallel

/// One of the program's commands.
protocol Command {
  /// What its options set.
  associatedtype Settings: CommonSettings
  /// `train`
  static var name: String { get }
  /// What follows the name: `MODEL DIR [options]`
  static var arguments: String { get }
  /// What it does, in a few words, for the list of commands.
  static var summary: String { get }
  /// What it does, for its own help.
  static var abstract: String { get }
  /// Its options without those of every command.
  static var options: [Option<Settings>] { get }
  /// Does it.
  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws
}

extension Command {
  /// All options.
  static var table: [Option<Settings>] { options + Option.common }

  /// The text of `--help`.
  static var help: String {
    helpText(
      usage: "train-parallel \(name) \(arguments)".trimmed, abstract: abstract, options: table)
  }

  /// Reads the arguments, then does what they ask for.
  static func main(_ arguments: [String], console: Console) throws {
    let parsed = try parse(arguments, with: table, of: name)
    if parsed.settings.help { return try console.print(help) }
    if parsed.settings.version { return try console.print(versionText) }
    try run(parsed, console: console)
  }

  /// Exactly so many words, each with what it stands for.
  static func requireWords(_ words: [String], _ names: [String]) throws(ProgramError) {
    if words.count < names.count {
      throw .usage("\(name): \(names[words.count]) is missing; usage: train-parallel \(name) \(arguments)")
    }
    if words.count > names.count {
      throw .usage(
        "\(name): unexpected \"\(words[names.count])\"; usage: train-parallel \(name) \(arguments)")
    }
  }
}

extension String {
  /// The text without spaces at its end.
  fileprivate var trimmed: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
