import TrainParallel

/// `shapes DIR`: the built-in shapes as PNG files.
enum ShapesCommand: Command {
  struct Settings: CommonSettings {
    var count = 3_000
    var size = 24
    var seed: UInt64 = 0
    var help = false
    var version = false
  }

  static let name = "shapes"
  static let arguments = "DIR [options]"
  static let summary = "write the built-in shapes as a directory of PNG files"
  static let abstract =
    "Writes hand-drawn circles, rectangles and triangles, gray, as DIR/train/<class>/ and DIR/validation/<class>/, "
    + "the latter a fifth as many. DIR must be new or empty."

  static var options: [Option<Settings>] {
    [
      .value("--count", "N", \.count, .wholeNumber(atLeast: 15, atMost: 10_000_000), "images to train with"),
      .value("--size", "N", \.size, .wholeNumber(atLeast: 8, atMost: 1024), "height and width in pixels"),
      .value("--seed", "N", \.seed, .wholeNumber(atLeast: 0, atMost: .max), "of the drawings"),
    ]
  }

  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws {
    try requireWords(arguments.words, ["DIR"])
    let settings = arguments.settings
    let path = arguments.words[0]
    let held = settings.count / 5
    try writeShapes(
      to: path, training: settings.count, validation: held, size: settings.size, seed: settings.seed)
    console.say(
      "\(path): \(NumberText.count(settings.count, "image")) to train, \(NumberText.grouped(held)) to validate, "
        + "\(settings.size)x\(settings.size) gray\nNext: train-parallel --data \(shellWord(path))")
  }
}

/// A path as a shell takes it.
func shellWord(_ path: String) -> String {
  let plain = path.utf8.allSatisfy { byte in
    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte >= 128
      || "/._-+=:,@%".utf8.contains(byte)
  }
  return plain && !path.isEmpty
    ? path
    : "'"
      + path.split(separator: "'", omittingEmptySubsequences: false)
      .joined(separator: "'\\''") + "'"
}
