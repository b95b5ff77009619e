/// What every command's settings hold.
protocol CommonSettings: DefaultInitializable {
  var help: Bool { get set }
  var version: Bool { get set }
}

extension Option where Settings: CommonSettings {
  /// The options of every command.
  static var common: [Option] {
    [
      .flag("--help", \.help, "show this and end"),
      .flag("--version", \.version, "show the version and end"),
    ]
  }
}
