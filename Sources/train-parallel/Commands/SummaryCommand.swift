import Foundation
import TrainParallel

/// `summary MODEL|--model NAME`: the table of layers.
enum SummaryCommand: Command {
  struct Settings: CommonSettings {
    var model: String?
    var inputSize: ImageSize?
    var color: ColorMode?
    var classes: Int?
    var help = false
    var version = false
  }

  static let name = "summary"
  static let arguments = "MODEL | --model NAME [options]"
  static let summary = "the layers of a model, their output shapes and parameters"
  static let abstract =
    "Prints Keras' table of a model's layers. MODEL is a .safetensors file, or a Keras model's to_json() as a .json "
    + "file; NAME is one of \(list(Architecture.allNames))."

  static var options: [Option<Settings>] {
    [
      .value("--model", "NAME", \.model, .text("a name"), list(Architecture.allNames)),
      .value(
        "--input-size", "N|HxW", \.inputSize, .imageSize, "the size of the images of NAME",
        otherwise: "that of the data it is known for"),
      .value(
        "--color", "NAME", \.color, .name,
        "\(list(ColorMode.allCases.map(\.rawValue))), of the images of NAME",
        otherwise: "that of the data it is known for"),
      .value(
        "--classes", "N", \.classes, .wholeNumber(atLeast: 2, atMost: 1_000_000),
        "the number of classes of NAME",
        otherwise: "that of the data it is known for"),
    ]
  }

  static func run(_ arguments: ParsedArguments<Settings>, console: Console) throws {
    let settings = arguments.settings
    guard let name = settings.model else {
      try requireWords(arguments.words, ["MODEL"])
      for option in ["--input-size", "--color", "--classes"] where arguments.has(option) {
        throw ProgramError.usage("\(option) is for --model NAME; the file states its own")
      }
      let path = arguments.words[0]
      if Architecture(rawValue: path) != nil, access(path, F_OK) != 0 {
        throw ProgramError.usage("\(path) is the name of a model, not a file; write --model \(path)")
      }
      return try console.print(loadArchitecture(path).summary())
    }
    try requireWords(arguments.words, [])
    let architecture = try Architecture(named: name)
    let usual = architecture.usualData
    let size = settings.inputSize ?? usual.size
    let channels = settings.color?.channels ?? usual.channels
    let model = try architecture.modelOfOptions(
      input: [size.height, size.width, channels], classes: settings.classes ?? usual.classes)
    try console.print(model.summary())
  }
}

extension Architecture {
  /// The data that the architecture was made for: the built-in shapes, five kinds of flowers, MNIST,
  /// CIFAR-10.
  fileprivate var usualData: (size: ImageSize, channels: Int, classes: Int) {
    switch self {
    case .shapesCNN: (ImageSize(24), 1, 3)
    case .lectureCNN: (ImageSize(150), 3, 5)
    case .mnistCNN, .simpleConvNet: (ImageSize(28), 1, 10)
    case .leNet5, .alexNet, .vgg11, .resNet20, .mobileNetSmall, .cifarCNN: (ImageSize(32), 3, 10)
    }
  }
}
