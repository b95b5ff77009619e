import TrainParallel

/// `audit DIR...`: what is wrong with images, before training.
enum AuditCommand: Command {
  struct Settings: CommonSettings {
    var json = false
    var output: String?
    var validation: String?
    var threads: Int?
    var quiet = false
    var noColor = false
    var help = false
    var version = false
  }

  static let name = "audit"
  static let arguments = "DIR... [options]"
  static let summary = "what is wrong with these images, before training"
  static let abstract =
    "Looks at every image of the directories, a folder for each class: counts, sizes, formats and colors; damaged and "
    + "misnamed files, photos stored lying, images that are the same or nearly the same, within a class, in two classes, and "
    + "in training and validation; odd folders, and files that training passes over. If DIR holds train/, its validation/, "
    + "val/ and test/ are compared with it. The exit code is 0 whatever is found."

  static var options: [Option<Settings>] {
    [
      .value(
        "--validation", "DIR", \.validation, .text("a directory"),
        "images to validate with, compared with those of DIR"),
      .value(
        "--output", "FILE.png", \.output, .pngPath,
        "also draw a contact sheet: images of each class, those with a finding framed in its color"),
      .flag(
        "--json", \.json,
        "one JSON object a line: first one of type audit with all counts, then one of type finding for each, "
          + "with finding, severity, paths and detail"),
      .value(
        "--threads", "N|auto", \.threads, .threads, "threads to work with; the result is the same with any"),
      .flag("--quiet", \.quiet, "say nothing but the result"),
      .flag("--no-color", \.noColor, "no colors, as with NO_COLOR set"),
    ]
  }

  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws {
    let settings = arguments.settings
    guard !arguments.words.isEmpty else { return try requireWords(arguments.words, ["DIR"]) }
    for path in arguments.words {
      if let files = try DatasetFiles(path: path) {
        throw ProgramError(
          .badData,
          "\(path): a data set in files of its own format (\(files.format.rawValue)); audit looks at directories of images"
        )
      }
    }
    let directories = try AuditedDirectory.list(arguments.words, validation: settings.validation)
    guard directories.contains(where: { !$0.files.isEmpty }) else {
      throw ProgramError(
        .badData,
        "\(list(arguments.words)): no images; files named \(ImageFile.extensionList) are expected")
    }
    let bar = ProgressBar(console: console) { Terminal.standardError(noColor: settings.noColor) }
    try WorkerTeam.withTeam(threads: settings.threads ?? usableProcessors()) { team in
      let audit = ImageAudit(directories, executor: team) { done, count in
        guard !settings.quiet else { return }
        bar.show { width, _ in
          String(
            "looking at \(NumberText.grouped(done)) of \(NumberText.count(count, "image"))".prefix(width))
        }
      }
      bar.clear()
      let report = AuditReport(audit)
      if settings.json {
        for line in report.jsonLines { try console.print(line) }
      } else {
        try console.print(report.text(hasColor: console.outputTerminal(noColor: settings.noColor).hasColor))
      }
      if let path = settings.output {
        let sheet = ContactSheet(audit).draw(executor: team)
        try writePNG(sheet.pixels, size: sheet.size, channels: 3, to: path)
        if !settings.quiet {
          console.say("\(path): a contact sheet of \(sheet.size.width)x\(sheet.size.height) pixels")
        }
      }
    }
  }
}

extension ValueReader where Value == String {
  /// The path of a PNG file to be.
  static var pngPath: ValueReader {
    ValueReader(
      expected: "a name that ends in .png", read: { $0.lowercased().hasSuffix(".png") ? $0 : nil },
      text: { $0 })
  }
}
