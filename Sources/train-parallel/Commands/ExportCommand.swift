import Foundation
import TrainParallel

/// `export MODEL`: a model as other programs read it.
enum ExportCommand: Command {
  /// What is written.
  enum Format: String, CaseIterable {
    case onnx, keras, pytorch

    /// The files in the folder, in the order in which they are written: the script tells whose the others are.
    var fileNames: [String] {
      switch self {
      case .onnx: []
      case .keras: [scriptName, architectureName, weightsName]
      case .pytorch: [scriptName, weightsName]
      }
    }
  }

  static let scriptName = "model.py"
  static let architectureName = "model.json"
  static let weightsName = "model.safetensors"

  struct Settings: CommonSettings {
    var output: String?
    var format: Format?
    var withPreprocessing = false
    var help = false
    var version = false
  }

  static let name = "export"
  static let arguments = "MODEL --output FILE.onnx|DIR [options]"
  static let summary = "a model for other programs: ONNX, Keras, PyTorch"
  static let abstract =
    "Writes MODEL, a .safetensors file of train, as other programs read it. An ONNX file (opset 13) takes input, "
    + "(N, height, width, channels) in float32 as the network sees images, N being free, and gives probabilities, "
    + "(N, classes). For Keras and PyTorch a folder gets model.py, which loads model.safetensors beside it (python model.py "
    + "classifies noise), for Keras model.json too; PyTorch's images are (N, channels, height, width). A model with one output "
    + "for two classes gives (N, 1), the probability of the second, everywhere. Resizing is never a part of the network; "
    + "prepare in model.py does it, with the rest of the preprocessing. What loads the model is printed. Nothing is replaced "
    + "but an earlier export of the same format."

  static var options: [Option<Settings>] {
    [
      .value("--output", "PATH", \.output, .text("a path"), "the file or the folder where it goes; needed"),
      .value(
        "--format", "NAME", \.format, .name, list(Format.allCases.map(\.rawValue)),
        otherwise: "onnx where --output ends in .onnx"),
      .flag(
        "--with-preprocessing", \.withPreprocessing,
        "input is pixels instead, uint8 from 0 to 255; the graph rescales and standardizes them"),
    ]
  }

  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws {
    try requireWords(arguments.words, ["MODEL"])
    let settings = arguments.settings
    let output = try outputPath(settings)
    let format = try format(settings, output)
    try ExportPlace(path: output, format: format, model: arguments.words[0]).requireFree()
    let file = try ModelFile(path: arguments.words[0])
    switch format {
    case .onnx: try writeONNX(file, to: output, settings, console)
    case .keras: try writeKeras(file, to: output, console)
    case .pytorch: try writePyTorch(file, to: output, console)
    }
  }

  private static func outputPath(_ settings: Settings) throws(ProgramError) -> String {
    guard let output = settings.output else {
      throw .usage("export: --output is missing; usage: train-parallel export \(arguments)")
    }
    return output
  }

  /// The format that is named, or that the output's name tells.
  private static func format(_ settings: Settings, _ output: String) throws(ProgramError) -> Format {
    if let format = settings.format {
      guard format == .onnx || !settings.withPreprocessing else {
        throw .usage(
          "--with-preprocessing: only for ONNX; the images for \(format.rawValue) are prepared before")
      }
      return format
    }
    guard output.hasSuffix(".onnx") else {
      throw .usage(
        "export: --format is missing; it is \(list(Format.allCases.map(\.rawValue))), and onnx without it where --output "
          + "ends in .onnx")
    }
    return .onnx
  }

  private static func writeONNX(
    _ file: ModelFile, to path: String, _ settings: Settings, _ console: Console
  ) throws {
    try requireWritable(path, option: "--output")
    let options = ONNXOptions(includesPreprocessing: settings.withPreprocessing, producerVersion: version)
    try file.writeONNX(to: path, options: options)
    let shape = file.model.inputShape.dimensions.map(String.init).joined(separator: ", ")
    let input = settings.withPreprocessing ? "uint8 pixels" : "float32 values as the network sees them"
    console.say(
      "\(path): input (N, \(shape)), \(input); probabilities (N, \(file.model.outputShape[-1]))\(outputMeaning(file)); "
        + "images are resized to \(file.preprocessing.height)x\(file.preprocessing.width) before")
  }

  private static func writeKeras(_ file: ModelFile, to folder: String, _ console: Console) throws {
    try makeFolder(folder)
    try writeWhole(file.kerasScript, to: "\(folder)/\(scriptName)")
    try writeWhole(file.model.kerasJSON() + "\n", to: "\(folder)/\(architectureName)")
    try file.writeForKeras(to: "\(folder)/\(weightsName)")
    sayFolder(folder, .keras, file, console)
    try console.print(file.kerasScript)
  }

  private static func writePyTorch(_ file: ModelFile, to folder: String, _ console: Console) throws {
    let model = try file.pyTorch(path: folder)
    try makeFolder(folder)
    try writeWhole(model.script, to: "\(folder)/\(scriptName)")
    try model.writeWeights(to: "\(folder)/\(weightsName)")
    sayFolder(folder, .pytorch, file, console)
    try console.print(model.script)
  }

  /// Tells what is in a folder.
  private static func sayFolder(_ folder: String, _ format: Format, _ file: ModelFile, _ console: Console) {
    let script = shellWord("\(folder)/\(scriptName)")
    let output = file.model.isBinary ? "; output (N, 1)\(outputMeaning(file))" : ""
    console.say(
      "\(folder): \(format.fileNames.joined(separator: ", ")); python \(script) classifies noise\(output)")
  }

  /// What one output for two classes says; empty for one output a class.
  private static func outputMeaning(_ file: ModelFile) -> String {
    file.model.isBinary ? ", of \(file.classNames[1]), the second class" : ""
  }

  private static func makeFolder(_ path: String) throws(ProgramError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw ProgramError(.cannotCreate, "--output \(path): cannot be created; choose another path")
    }
  }
}
