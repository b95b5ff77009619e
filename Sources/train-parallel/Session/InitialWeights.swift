import TrainParallel

/// The file of `--initial-weights`: safetensors of this program, of Keras or of PyTorch.
struct InitialWeights {
  let path: String

  /// Takes all weights of a model from the file.
  ///
  /// - Returns: What was taken from where, in words.
  /// - Throws: `ProgramError` for a file of another format, with how to convert it; `ModelFileError` for one that does
  ///   not fit.
  func load(into parameters: Parameters, of model: Sequential) throws -> String {
    if let advice = Self.advice(for: path) {
      throw ProgramError.usage(
        "--initial-weights \(path): weights are read from .safetensors files; this makes one:\n\(advice)")
    }
    let taken = try SafetensorsFile(path: path).importWeights(of: model, into: parameters)
    let pairs = taken.pairs
    let isByName = pairs.allSatisfy { $0.parameter == $0.tensor }
    let layout = isByName ? "" : " in \(taken.origin.rawValue)'s layout"
    let names = pairs.map { isByName ? $0.parameter : "\($0.parameter) from \($0.tensor)" }
    let rest = taken.passedOver
    return "\(path): took \(NumberText.count(pairs.count, "tensor"))\(layout): "
      + names.joined(separator: ", ")
      + (rest.isEmpty ? "" : "; passed over, as no layer of the model has the name: \(list(rest.sorted()))")
  }

  /// What to type in Python for a file of another program; nil where the name tells of none.
  private static func advice(for path: String) -> String? {
    if path.hasSuffix(".weights.h5") {
      return """
          import keras; from safetensors.numpy import save_file   # model: built as it was, then
          model.load_weights("model.weights.h5")
          save_file({f"{l.name}/{w.name}": w.numpy() for l in model.layers for w in l.weights}, "weights.safetensors")
        """
    }
    if [".keras", ".h5", ".hdf5"].contains(where: path.hasSuffix) {
      return """
          import keras; from safetensors.numpy import save_file
          model = keras.models.load_model("model.keras")
          save_file({f"{l.name}/{w.name}": w.numpy() for l in model.layers for w in l.weights}, "weights.safetensors")
        """
    }
    guard [".pt", ".pth", ".bin", ".ckpt"].contains(where: path.hasSuffix) else { return nil }
    return """
        import torch; from safetensors.torch import save_file
        weights = torch.load("model.pt", weights_only=True, map_location="cpu")   # what state_dict() gives
        save_file({name: tensor.float().contiguous() for name, tensor in weights.items()}, "weights.safetensors")
      """
  }
}
