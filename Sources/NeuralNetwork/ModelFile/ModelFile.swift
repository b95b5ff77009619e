import LinearAlgebra

/// A trained model as one file: architecture, weights, classes, and what is done to an image before.
///
/// The file is a safetensors file whose tensors are named as Keras names them. Its `__metadata__` holds
/// `format_version`, `model` (Keras' JSON), `class_names`, `preprocessing`, `training`, `weights_sha256` and `file_sha256`.
public struct ModelFile: Sendable {
  /// The version of the metadata that this package writes and reads.
  static let formatVersion = "1"
  /// The key of what a checkpoint holds besides the model.
  package static let checkpointKey = "checkpoint"
  /// A tensor to write.
  package typealias NamedTensor = (name: String, shape: Shape, values: UnsafeBufferPointer<Float>)
  /// The tensor of the preparation's whitening, which is no weight.
  static let whiteningName = "preprocessing/zca_whitening"

  /// The architecture.
  public let model: Sequential
  /// The weights.
  public let parameters: Parameters
  /// The name of each class, in the order of the outputs.
  public let classNames: [String]
  /// What is done to an image before the network sees it.
  public let preprocessing: Preprocessing
  /// How it was trained, as JSON that the trainer chose.
  public let training: String
  /// Inputs and what the model makes of them; nil where it was saved without.
  public var goldenExamples: GoldenExamples?

  /// Puts a model together.
  ///
  /// - Precondition: The parameters have the model's layout, and there are as many names as classes.
  public init(
    model: Sequential, parameters: Parameters, classNames: [String], preprocessing: Preprocessing,
    training: String = "{}", goldenExamples: GoldenExamples? = nil
  ) {
    precondition(parameters.layout == model.parameterLayout, "The parameters are those of another model")
    precondition(
      classNames.count == model.classCount, "\(classNames.count) names for \(model.classCount) classes")
    self.model = model
    self.parameters = parameters
    self.classNames = classNames
    self.preprocessing = preprocessing
    self.training = training
    self.goldenExamples = goldenExamples
  }

  /// Writes the file; it appears whole, by rename, or not at all.
  ///
  /// - Throws: `ModelFileError` with the system's words.
  public func write(to path: String) throws(ModelFileError) {
    try write(to: path, with: [], checkpoint: nil)
  }

  /// Writes the file with more tensors, the text of a checkpoint and the mark of an export.
  package func write(
    to path: String, with tensors: [NamedTensor], checkpoint: String?, mark: ExportMark? = nil
  ) throws(ModelFileError) {
    var own: [(name: String, tensor: Tensor<Float>)] = []
    if let whitening = preprocessing.standardization.whitening {
      own.append((Self.whiteningName, .init(shape: whiteningShape, scalars: whitening)))
    }
    if let goldenExamples {
      own.append((GoldenExamples.names.inputs, goldenExamples.inputs))
      own.append((GoldenExamples.names.outputs, goldenExamples.outputs))
    }
    // One buffer for all of them; the write goes on past the closure that lends it: errors are typed, closures of the
    // library are not.
    let result = own.flatMap(\.tensor.scalars).withUnsafeBufferPointer { numbers in
      Result { () throws(ModelFileError) in
        var start = 0
        let parts = own.map { name, tensor in
          defer { start += tensor.scalars.count }
          let range = start..<start + tensor.scalars.count
          return (name, tensor.shape, UnsafeBufferPointer(rebasing: numbers[range]))
        }
        try write(to: path, tensors: parts + tensors, checkpoint: checkpoint, mark: mark)
      }
    }
    try result.get()
  }

  private func write(
    to path: String, tensors: [NamedTensor], checkpoint: String?, mark: ExportMark?
  ) throws(ModelFileError) {
    let weights = parameters.layout.entries.map {
      ($0.name, $0.shape, UnsafeBufferPointer(parameters.buffer(of: $0)))
    }
    try SafetensorsFile.write(
      to: path, tensors: weights + tensors,
      metadata: [
        ("format_version", Self.formatVersion), ("model", model.kerasJSON()),
        ("class_names", JSON.array(classNames.map(JSON.string)).description),
        ("preprocessing", preprocessing.json.description), ("training", training),
        ("weights_sha256", parameters.weightsSHA256()),
      ] + (checkpoint.map { [(Self.checkpointKey, $0)] } ?? []) + (mark.map { [$0.metadata] } ?? []))
  }

  /// What also goes into files for other programs: the names of the classes, the preprocessing, the hash of the weights.
  var exportedMetadata: [(key: String, text: String)] {
    [
      ("class_names", JSON.array(classNames.map(JSON.string)).description),
      ("preprocessing", preprocessing.json.description), ("weights_sha256", parameters.weightsSHA256()),
    ]
  }

  /// The shape of the matrix that whitens an image.
  private var whiteningShape: Shape { [model.inputShape.count, model.inputShape.count] }
}

extension ModelFile {
  /// Reads a file and checks all of it: both hashes, the architecture, each tensor's name and shape.
  ///
  /// - Throws: `ModelFileError` for a file that is not there, damaged, or not of a model of this program.
  public init(path: String) throws(ModelFileError) {
    try self.init(try SafetensorsFile(path: path))
  }

  /// Takes the model out of a file that has been read.
  ///
  /// - Throws: `ModelFileError`.
  public init(_ file: SafetensorsFile) throws(ModelFileError) {
    func text(_ key: String) throws(ModelFileError) -> String {
      guard let text = file.metadata[key] else {
        throw .damaged(
          "it has no \(key), so it is no model of this program; only its weights can be used, as the initial weights "
            + "of an architecture",
          path: file.path)
      }
      return text
    }
    // Without this hash nothing vouches for the rest; SafetensorsFile has compared it.
    _ = try text(SafetensorsFile.hashKey)
    let version = try text("format_version")
    guard version == Self.formatVersion else {
      throw .damaged(
        "it has the format version \(version), this program reads \(Self.formatVersion); use a newer program",
        path: file.path)
    }
    let (architecture, classNames) = (try text("model"), try text("class_names"))
    let (preparation, training) = (try text("preprocessing"), try text("training"))
    let model: Sequential
    do throws(ModelError) {
      model = try Sequential(kerasJSON: architecture)
    } catch {
      throw .damaged("\(error)", path: file.path)
    }
    let names = (try? JSON(parsing: classNames.utf8))?.elements?.map(\.text)
    guard let names, names.count == model.classCount, !names.contains(nil) else {
      throw .damaged("its class_names are not the names of \(model.classCount) classes", path: file.path)
    }
    guard var preprocessing = (try? JSON(parsing: preparation.utf8)).flatMap(Preprocessing.init(json:)) else {
      throw .damaged("its preprocessing is malformed", path: file.path)
    }

    var entries = model.parameterLayout.entries.map(\.name)
    if preprocessing.standardization.whitening != nil {
      entries.append(Self.whiteningName)
      let side = model.inputShape.count
      preprocessing.standardization.whitening = try file.tensor(
        named: Self.whiteningName, shape: [side, side]
      ).scalars
    }
    let examples = try Self.goldenExamples(of: model, in: file)
    if examples != nil { entries += [GoldenExamples.names.inputs, GoldenExamples.names.outputs] }
    let more = file.metadata[Self.checkpointKey] == nil ? [] : ["optimizer/", "average/", "callbacks/"]
    let extra = file.tensorNames.first { name in
      !entries.contains(name) && !more.contains { name.hasPrefix($0) }
    }
    if let extra {
      throw .damaged("it has a tensor \(extra) that its architecture does not have", path: file.path)
    }
    let parameters = Parameters(layout: model.parameterLayout)
    try file.load(into: parameters)
    guard try text("weights_sha256") == parameters.weightsSHA256() else {
      throw .damaged("its weights do not match its weights_sha256; use another copy", path: file.path)
    }
    self.init(
      model: model, parameters: parameters, classNames: names.compactMap { $0 }, preprocessing: preprocessing,
      training: training, goldenExamples: examples)
  }

  /// The golden examples; nil in a file without them.
  private static func goldenExamples(
    of model: Sequential, in file: SafetensorsFile
  ) throws(ModelFileError) -> GoldenExamples? {
    let names = GoldenExamples.names
    guard file.tensorNames.contains(names.inputs) || file.tensorNames.contains(names.outputs) else {
      return nil
    }
    func shape(_ sample: Shape) -> Shape { Shape([GoldenExamples.count] + sample.dimensions) }
    return GoldenExamples(
      inputs: try file.tensor(named: names.inputs, shape: shape(model.inputShape)),
      outputs: try file.tensor(named: names.outputs, shape: [GoldenExamples.count, model.classCount]))
  }
}
