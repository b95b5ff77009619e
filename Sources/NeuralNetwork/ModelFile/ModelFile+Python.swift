extension ModelFile {
  /// A script's function that prepares an image, with two empty lines behind it; empty where there is none.
  ///
  /// - Parameters:
  ///   - shape: The shape of what it returns.
  ///   - result: What it returns, said by `x`, (height, width, channels).
  func pythonPreparation(shape: [Int], returning result: String) -> String {
    let sizes = shape.map(String.init).joined(separator: ", ")
    let function = preprocessing.pythonFunction(
      for: model.inputShape, shape: "(\(sizes))", returning: result)
    return function.map { "\($0)\n\n\n" } ?? ""
  }

  /// The text at the head of a script: what the network takes and gives, and what made the script.
  ///
  /// - Parameters:
  ///   - library: What the script is for: `Keras`.
  ///   - images: The shape of a batch of images: `(N, H, W, C)`.
  ///   - isPrepared: Whether the script has a function that prepares an image.
  ///   - names: What the script calls the names of the classes.
  ///   - mark: What tells who made it.
  func pythonDocumentation(
    library: String, images: String, isPrepared: Bool, names: String, mark: ExportMark
  ) -> String {
    let obstacle = preprocessing.pythonObstacle.map { ";\namong it is \($0)" } ?? ""
    let preparation =
      isPrepared
      ? "as prepare() makes them of files."
      : "prepared as the metadata of\nmodel.safetensors says under preprocessing\(obstacle)."
    let output =
      model.isBinary
      ? "(N, 1), the probability p of \(names)[1]; that of \(names)[0] is 1 - p."
      : "(N, \(model.classCount)), the probability of each of \(names)."
    return """
      \"""The model \(model.name.inPython) in \(library), with the weights of model.safetensors beside it.

      Input: \(preprocessing.color.inPython) images of \(preprocessing.height)x\(preprocessing.width), \(images), \(preparation)
      Output: \(output)

      \(mark.line)
      \"""
      """
  }

  /// The line of a script, of an indentation, that makes the probabilities of both classes of the row of one output; empty
  /// where every class has an output.
  func pythonBothClasses(indentation: Int) -> String {
    let space = String(repeating: " ", count: indentation)
    return model.isBinary ? "\(space)row = [1 - row[0], row[0]]\n" : ""
  }
}
