/// One option of a command: parsing and help both read this, so that they cannot drift apart.
struct Option<Settings> {
  /// `--batch-size`
  let name: String
  /// What stands for the value in help; nil for an option without one.
  let placeholder: String?
  /// What it does, in a few words.
  let help: String
  /// What holds without it, for help; nil where that is clear.
  let defaultText: String?
  /// Reads the value into the settings; the text is empty for an option without one.
  let set: (inout Settings, String) throws(ProgramError) -> Void
}

extension Option {
  /// An option that is there or not.
  static func flag(
    _ name: String, _ setting: WritableKeyPath<Settings, Bool>, _ help: String
  ) -> Option {
    Option(name: name, placeholder: nil, help: help, defaultText: nil) { settings, _ in
      settings[keyPath: setting] = true
    }
  }
}

extension Option {
  /// The same option where the settings are a part of others.
  func within<Whole>(_ part: WritableKeyPath<Whole, Settings>) -> Option<Whole> {
    Option<Whole>(name: name, placeholder: placeholder, help: help, defaultText: defaultText) {
      (settings, text) throws(ProgramError) in
      try set(&settings[keyPath: part], text)
    }
  }
}

extension Option where Settings: DefaultInitializable {
  /// An option with a value; its default is that of the settings.
  static func value<Value>(
    _ name: String, _ placeholder: String, _ setting: WritableKeyPath<Settings, Value>,
    _ reader: ValueReader<Value>, _ help: String
  ) -> Option {
    let byDefault = reader.text(Settings()[keyPath: setting])
    return Option(name: name, placeholder: placeholder, help: help, defaultText: byDefault) {
      (settings, text) throws(ProgramError) in
      settings[keyPath: setting] = try reader.value(of: name, text)
    }
  }

  /// An option with a value that is settled later where it is not given.
  static func value<Value>(
    _ name: String, _ placeholder: String, _ setting: WritableKeyPath<Settings, Value?>,
    _ reader: ValueReader<Value>, _ help: String, otherwise defaultText: String? = nil
  ) -> Option {
    Option(name: name, placeholder: placeholder, help: help, defaultText: defaultText) {
      (settings, text) throws(ProgramError) in
      settings[keyPath: setting] = try reader.value(of: name, text)
    }
  }
}

/// Settings have a value for everything that is not given.
protocol DefaultInitializable {
  init()
}

extension ValueReader {
  /// The value of an option, or an error that names option, text and what is expected.
  func value(of option: String, _ text: String) throws(ProgramError) -> Value {
    guard let value = read(text) else {
      let found = text.isEmpty ? "an empty value" : text
      throw .usage("\(option) \(found): expected \(expectedFor(text) ?? expected)")
    }
    return value
  }
}
