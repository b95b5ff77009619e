import TrainParallel

/// `augment DIR`: a picture of what the options of a training do to its images.
enum AugmentCommand: Command {
  struct Settings: CommonSettings {
    var train = TrainSettings()
    var images = 6
    var epochs = EpochRange(1...6)
    var output: String?
    var json = false
    var help = false
    var version = false
  }

  static let name = "augment"
  static let arguments = "DIR [FILE...] --output SHEET.png [options]"
  static let summary = "show what the options do to images: exactly what the network sees"
  static let abstract =
    "Draws a row for each image: as it is stored, then as the network sees it in each epoch, with what was drawn below. "
    + "DIR is what --data would be; FILE is an image of its training part, as a path or as it stands below DIR. With the "
    + "same options and the same seed, train sees the same."

  /// Those of `train` that decide about images, and the sheet's own.
  static var options: [Option<Settings>] {
    [
      .value("--output", "FILE.png", \.output, .text("a file"), "where the picture goes"),
      .value(
        "--images", "N", \.images, .wholeNumber(atLeast: 1, atMost: 100),
        "so many images, in turn from each class, where no FILE is named"),
      .value("--epochs", "N|A-B", \.epochs, .epochs, "the epochs that are shown"),
      .flag("--json", \.json, "print one JSON object for each image and epoch"),
    ] + TrainSettings.imageOptions.map { $0.within(\.train) }
  }

  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws {
    if arguments.words.isEmpty { try requireWords([], ["DIR"]) }
    let path = arguments.words[0]
    guard let output = arguments.settings.output else {
      throw ProgramError.usage("\(name): --output FILE.png is missing; it says where the picture goes")
    }
    var settings = arguments.settings.train
    settings.data = path
    try ParsedArguments(settings: settings, options: arguments.options).requireConsistent()
    let sheet = try WorkerTeam.withTeam(threads: settings.threads ?? usableProcessors()) { team in
      let inputs = try TrainingInputs(&settings, .named(nil), executor: team, note: console.say) { _, _ in }
      let flow = inputs.training(settings)
      let samples = try samples(
        Array(arguments.words.dropFirst()), of: flow.dataset, path, arguments.settings)
      let sheet = AugmentationSheet(flow, samples: samples, epochs: arguments.settings.epochs.range)
      try flow.dataset.requireReadable()
      return sheet
    }
    let picture = sheet.draw()
    try writePNG(picture.pixels, size: picture.size, channels: picture.color.channels, to: output)
    if arguments.settings.json {
      for row in sheet.rows { for cell in row.cells { try console.print(cell.json) } }
    }
    console.say(
      "\(output): \(NumberText.count(sheet.rows.count, "image")), \(NumberText.count(sheet.rows[0].cells.count, "epoch"))"
    )
  }

  /// The images that are shown, by their position.
  private static func samples(
    _ files: [String], of images: ImageDataset, _ data: String, _ settings: Settings
  ) throws -> [Int] {
    guard files.isEmpty else {
      return try files.map { file in
        let places = images.relativePaths.indices.filter { index in
          let path = images.relativePaths[index]
          return path == file || file.hasSuffix("/" + path)
        }
        // The whole path of the longest match: a/1.png also ends as 1.png does.
        guard let place = places.max(by: { images.relativePaths[$0].count < images.relativePaths[$1].count })
        else {
          let near = nearestName(to: file, among: images.relativePaths).map { "; did you mean \($0)?" } ?? ""
          throw ProgramError(
            .missingInput, "\(file): not among the \(images.count) training images of \(data)\(near)")
        }
        return place
      }
    }
    var classes = [[Int]](repeating: [], count: images.classNames.count)
    for sample in 0..<images.count { classes[images.labels[sample]].append(sample) }
    let turns = (0..<(classes.map(\.count).max() ?? 0)).flatMap { turn in
      classes.compactMap { turn < $0.count ? $0[turn] : nil }
    }
    return Array(turns.prefix(settings.images))
  }
}

extension AugmentationSheet.Cell {
  /// What happens to the image, for programs.
  fileprivate var json: String {
    let drawn = JSON.object(parameters.map { ($0.name, .array($0.values.map(JSON.number))) })
    var members: [JSON.Member] = [
      ("path", .string(path)), ("epoch", .integer(epoch)), ("parameters", drawn),
      ("least", .number(Double(range.lowerBound))), ("greatest", .number(Double(range.upperBound))),
    ]
    if let partner {
      members += [("mixed_with", .string(partner.path)), ("share", .number(partner.share))]
    }
    return JSON.object(members).description
  }
}

/// Epochs from one to another, counted from 1.
struct EpochRange {
  let range: ClosedRange<Int>

  init(_ range: ClosedRange<Int>) {
    self.range = range
  }
}

extension ValueReader where Value == EpochRange {
  /// `6` for the first six, `11-14` for these.
  static var epochs: ValueReader {
    ValueReader(
      expected: "a number of epochs such as 6, or the first and the last such as 11-14, at most 50 of them",
      read: { text in
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(ends.count), let last = ends[ends.count - 1],
          let first = ends.count == 1 ? 1 : ends[0], first >= 1, first <= last, last - first < 50,
          last <= 1_000_000
        else { return nil }
        return EpochRange(first...last)
      },
      text: {
        $0.range.lowerBound == 1 ? "\($0.range.upperBound)" : "\($0.range.lowerBound)-\($0.range.upperBound)"
      })
  }
}
