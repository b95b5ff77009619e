extension ModelFile {
  /// The Python script that loads `model.safetensors`, this model's file beside it, into Keras.
  ///
  /// The architecture is in the file's metadata, and the tensors have the names that Keras gives its weights. Classes
  /// that Keras lacks are defined and registered. Where the preprocessing allows it, a function prepares an image.
  public var kerasScript: String {
    let sizes = model.inputShape.dimensions.map(String.init).joined(separator: ", ")
    let preparation = pythonPreparation(shape: model.inputShape.dimensions, returning: "x")
    let documentation = pythonDocumentation(
      library: "Keras", images: "(N, H, W, C)", isPrepared: !preparation.isEmpty, names: "model.class_names",
      mark: .keras)
    return """
      \(documentation)

      import json
      import pathlib

      import keras
      from safetensors import safe_open

      WEIGHTS = pathlib.Path(__file__).with_name("model.safetensors")


      \(customClasses)\(preparation)def load_model(path=WEIGHTS):
          with safe_open(path, framework="numpy") as file:
              model = keras.models.model_from_json(file.metadata()["model"])
              for layer in model.layers:
                  layer.set_weights([file.get_tensor(f"{layer.name}/{weight.name}") for weight in layer.weights])
              model.class_names = json.loads(file.metadata()["class_names"])
          return model


      if __name__ == "__main__":
          model = load_model()
          for row in model.predict(keras.random.uniform((2, \(sizes))), verbose=0):
      \(pythonBothClasses(indentation: 8))        print({name: round(float(value), 4) for name, value in zip(model.class_names, row)})

      """
  }

  /// Writes the weights beside the script: the model's own file, with the mark of the export.
  package func writeForKeras(to path: String) throws(ModelFileError) {
    try write(to: path, with: [], checkpoint: nil, mark: .keras)
  }

  /// The definitions of the registered classes that the model has, each with two empty lines behind it.
  private var customClasses: String {
    var seen: Set<String> = []
    return model.layers.compactMap { layer in
      guard let code = Self.kerasClasses[layer.className], seen.insert(layer.className).inserted else {
        return nil
      }
      return "@keras.saving.register_keras_serializable(package=\"train_parallel\")\n\(code)\n\n\n"
    }.joined()
  }

  /// What the layers are in Keras that it lacks.
  private static let kerasClasses = [
    MinPooling2D.className: """
    class MinPooling2D(keras.layers.MaxPooling2D):
        def call(self, inputs):
            return -super().call(-inputs)
    """,
    LocalResponseNormalization.className: """
    class LocalResponseNormalization(keras.layers.Layer):
        def __init__(self, depth_radius=5, bias=1.0, alpha=1.0, beta=0.5, **kwargs):
            super().__init__(**kwargs)
            self.depth_radius, self.bias, self.alpha, self.beta = depth_radius, bias, alpha, beta

        def call(self, inputs):
            radius = min(self.depth_radius, inputs.shape[-1])
            squares = keras.ops.pad(keras.ops.square(inputs), [[0, 0]] * 3 + [[radius, radius]])
            windows = [squares[..., i : i + inputs.shape[-1]] for i in range(2 * radius + 1)]
            return inputs / (self.bias + self.alpha * sum(windows)) ** self.beta

        def get_config(self):
            names = ["depth_radius", "bias", "alpha", "beta"]
            return super().get_config() | {name: getattr(self, name) for name in names}
    """,
  ]
}
