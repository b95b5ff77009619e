import TrainParallel

/// `filters MODEL`: the filters of a model's first convolution as a picture.
enum FiltersCommand: Command {
  struct Settings: CommonSettings {
    var output = "filters.png"
    var help = false
    var version = false
  }

  static let name = "filters"
  static let arguments = "MODEL [--output FILE.png]"
  static let summary = "the filters of the first convolution as a picture"
  static let abstract =
    "Draws the filters of the first convolution of MODEL, a .safetensors file of train: each from its least weight (black) "
    + "to its greatest (white), enlarged pixel by pixel. Over three channels they are in color; of any other number, each "
    + "channel has a tile of its own, up to \(FilterSheet.mostChannels) of them in a row a filter. The first "
    + "\(FilterSheet.mostFilters) filters are shown."

  static var options: [Option<Settings>] {
    [.value("--output", "FILE.png", \.output, .pngPath, "where the picture goes")]
  }

  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws {
    try requireWords(arguments.words, ["MODEL"])
    let (path, output) = (arguments.words[0], arguments.settings.output)
    let file = try ModelFile(path: path)
    guard let (layer, kernel) = file.model.firstKernel(in: file.parameters) else {
      let layers = file.model.layers.map { $0.title }
      throw ProgramError(
        .badData,
        "\(path): no convolution, so no filters to draw; expected a Conv2D among its layers, found \(list(layers))"
      )
    }
    let sheet = FilterSheet(kernel: kernel)
    try writePNG(sheet.pixels, size: sheet.size, channels: 3, to: output)
    let (count, depth) = (kernel.shape[3], kernel.shape[2])
    let part = sheet.filters < count || sheet.channels < depth
    let shown =
      part ? "; \(sheet.filters) of them with \(NumberText.count(sheet.channels, "channel")) shown" : ""
    console.say(
      "\(output): \(NumberText.count(count, "filter")) of \(layer), \(kernel.shape[0])x\(kernel.shape[1]) over "
        + NumberText.count(depth, "channel") + shown)
  }
}
