import Foundation
import TrainParallel

/// The model that `--model` asks for, as far as it is known before the data is.
enum ModelChoice {
  /// An architecture by its name; nil for the one that suits the images.
  case named(Architecture?)
  /// The architecture of a Keras model's JSON.
  case architecture(Sequential, path: String)
  /// A trained model to go on from.
  case trained(ModelFile, path: String)

  /// Finds out what a value of `--model` means; reads the file if it is one.
  init(_ name: String?) throws {
    guard let name else {
      self = .named(nil)
      return
    }
    if name.hasSuffix(".safetensors") {
      self = .trained(try ModelFile(path: name), path: name)
    } else if name.hasSuffix(".json") {
      self = .architecture(try readArchitecture(name), path: name)
    } else if Architecture(rawValue: name) == nil,
      name.contains("/") || access(name, F_OK) == 0 || isModelOfAnotherProgram(name)
    {
      throw ProgramError.usage(
        "--model \(name): a file ends in .safetensors, or in .json for what Keras' model.to_json() prints")
    } else {
      self = .named(try Architecture(named: name))
    }
  }

  /// The path and the input of a model that comes from a file.
  private var file: (path: String, input: Shape)? {
    switch self {
    case .named: nil
    case .architecture(let model, let path): (path, model.inputShape)
    case .trained(let file, let path): (path, file.model.inputShape)
    }
  }

  /// The classes of a trained model, in its order.
  var classNames: [String]? {
    if case .trained(let file, _) = self { file.classNames } else { nil }
  }

  /// The images that a model from a file takes; nil where it takes what comes.
  ///
  /// - Throws: `ProgramError` where it takes no images, or others than the options ask for.
  func input(size: ImageSize?, color: ColorMode?) throws(ProgramError) -> (size: ImageSize, color: ColorMode)?
  {
    guard let (path, input) = file else { return nil }
    guard input.rank == 3, let own = ColorMode(channels: input[2]) else {
      throw ProgramError(
        .badData,
        "\(path): its input is \(input); images are (height, width, channels) with 1 channel for gray or 3 for rgb"
      )
    }
    let ownSize = ImageSize(height: input[0], width: input[1])
    if let size, size != ownSize {
      throw .usage("--input-size \(size): the model \(path) takes \(ownSize); remove the option")
    }
    if let color, color != own {
      throw .usage("--color \(color.rawValue): the model \(path) takes \(own.rawValue); remove the option")
    }
    return (ownSize, own)
  }

  /// How files became the pixels that the model was trained on; the defaults where it was not.
  var decoding: DecodingOptions {
    if case .trained(let file, _) = self { file.preprocessing.decoding } else { DecodingOptions() }
  }

  /// The filter that resized the images that the model was trained on; nil where it was not.
  ///
  /// - Throws: `ProgramError` where it is one that this version does not know.
  func interpolation() throws(ProgramError) -> Interpolation? {
    guard case .trained(let file, let path) = self else { return nil }
    return try Interpolation(ofModel: path, file.preprocessing)
  }

  /// The network for images of a shape, with weights if it brings them.
  ///
  /// - Parameters:
  ///   - weights: A file of weights for an architecture that brings none (`--initial-weights`).
  ///   - seed: Draws the parameters.
  ///   - adaptation: What becomes of its output and of its layers.
  ///   - note: Told which of the weights were taken from where.
  func network(
    for input: Shape, classNames: [String], weights: String?, seed: UInt64,
    _ adaptation: ModelAdaptation = ModelAdaptation(), note: (String) -> Void = { _ in }
  ) throws -> (model: Sequential, parameters: Parameters) {
    let loss = adaptation.loss
    var model: Sequential
    if case .trained(let file, let path) = self {
      guard adaptation.hasNewHead || file.classNames == classNames else {
        throw ProgramError(
          .badData,
          "\(path): its classes are \(file.classNames.joined(separator: ", ")), those of the data "
            + classNames.joined(separator: ", ") + "; to train it for these, add --new-head")
      }
      model = file.model
      if adaptation.hasNewHead { model = try adaptation.withNewHead(model, classes: classNames.count) }
    } else {
      model = try architecture(for: input, classes: classNames.count, loss: loss)
    }
    try requireLoss(loss ?? model.usualLoss, of: model, classes: classNames.count, adaptation)
    guard model.classCount == classNames.count else {
      throw ProgramError(
        .badData,
        "\(file?.path ?? model.name): it has \(model.isBinary ? "one output for 2 classes" : "\(model.classCount) outputs"), but the data has "
          + "\(classNames.count) classes")
    }
    if let frozen = adaptation.frozen {
      let names = try frozen.names(in: model)
      if adaptation.hasNewHead, let head = model.headName, names.contains(head) {
        throw ProgramError.usage(
          "--freeze \(frozen): \(head) is the layer that --new-head draws anew, which must be trained; leave it out"
        )
      }
      model = try model.freezing(names)
    }
    try model.requireMemory()
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: seed)
    if case .trained(let file, _) = self {
      parameters.take(from: file.parameters, except: adaptation.hasNewHead ? model.headName : nil)
    }
    if let weights { note(try InitialWeights(path: weights).load(into: parameters, of: model)) }
    return (model, parameters)
  }

  private func architecture(for input: Shape, classes: Int, loss: Loss?) throws -> Sequential {
    switch self {
    case .architecture(let model, _): model
    case .trained(let file, _): file.model
    case .named(let architecture):
      try named(
        architecture ?? .suited(to: input), input, classes: classes, isBinary: loss == .binaryCrossentropy)
    }
  }

  private func named(
    _ architecture: Architecture, _ input: Shape, classes: Int, isBinary: Bool
  ) throws -> Sequential {
    let model = try architecture.modelOfOptions(input: input, classes: classes)
    guard isBinary else { return model }
    guard classes == 2 else {
      throw ProgramError.usage(
        "--loss \(Loss.binaryCrossentropy.rawValue) is for two classes, the data has \(classes); remove the option"
      )
    }
    return try model.replacingHead(classes: 2, isBinary: true)
  }

  /// What the model is called.
  func title(for input: Shape) -> String {
    switch self {
    case .named(let architecture): (architecture ?? .suited(to: input)).rawValue
    case .architecture(_, let path), .trained(_, let path): path
    }
  }
}

extension Architecture {
  /// The architecture for images of a size where none is named.
  fileprivate static func suited(to input: Shape) -> Architecture {
    max(input[0], input[1]) <= 64 ? .shapesCNN : .lectureCNN
  }
}

extension Sequential {
  /// Refuses a model whose training this machine cannot hold: weights, gradient and two values a weight for Adam.
  ///
  /// What the layers put out comes on top; it is not counted.
  func requireMemory(of machine: UInt64 = ProcessInfo.processInfo.physicalMemory) throws(ProgramError) {
    let bytes = UInt64(parameterCount) * 4 * UInt64(MemoryLayout<Float>.stride)
    guard bytes > machine else { return }
    throw .usage(
      "a model of \(NumberText.grouped(parameterCount)) parameters for images of \(inputShape[0])x\(inputShape[1]) takes "
        + "\(bytes >> 30) GiB to train, this machine has \(machine >> 30) GiB; choose a smaller --input-size or another "
        + "--model")
  }
}

extension Architecture {
  /// The model for the images that the options ask for; too small or too large ones are wrong use, in the words of the
  /// options.
  func modelOfOptions(input: Shape, classes: Int) throws -> Sequential {
    do {
      return try model(input: input, classes: classes)
    } catch ModelError.shape(let layer, let found, _) {
      throw ProgramError.usage(
        "\(rawValue): images of \(input[0])x\(input[1]) are too small: \(found) is what reaches \(layer); choose a "
          + "larger --input-size or another --model")
    } catch ModelError.tooLarge(let layer, let tensor) {
      throw ProgramError.usage(
        "\(rawValue): images of \(input[0])x\(input[1]) are too large: \(tensor) in \(layer) would have more than "
          + "2,147,483,647 elements; choose a smaller --input-size")
    }
  }
}

/// Whether a name ends as the files of other programs do.
private func isModelOfAnotherProgram(_ name: String) -> Bool {
  [".h5", ".hdf5", ".keras", ".pt", ".pth", ".onnx", ".tflite", ".npz", ".pkl"].contains {
    name.hasSuffix($0)
  }
}

/// The architecture in a Keras model's JSON or in a trained model.
func loadArchitecture(_ path: String) throws -> Sequential {
  path.hasSuffix(".json") ? try readArchitecture(path) : try ModelFile(path: path).model
}

private func readArchitecture(_ path: String) throws -> Sequential {
  let text = try readText(path, expected: "what Keras' model.to_json() prints")
  do {
    return try Sequential(kerasJSON: text)
  } catch {
    throw ProgramError(error.kind, "\(path): \(error)")
  }
}
