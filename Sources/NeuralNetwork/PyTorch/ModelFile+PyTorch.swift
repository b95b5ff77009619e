import LinearAlgebra

/// A model for PyTorch: what stands in `model.py` and in `model.safetensors`.
public struct PyTorchExport: Sendable {
  /// The Python script that builds the network and loads the weights.
  public let script: String
  /// The weights by the names of `state_dict()`, in PyTorch's layouts.
  public let tensors: [(name: String, tensor: Tensor<Float>)]
  /// The texts that are written with the weights: the names of the classes, the preprocessing.
  let metadata: [(key: String, text: String)]

  /// Writes the weights as a safetensors file.
  ///
  /// - Throws: `ModelFileError` with the system's words.
  public func writeWeights(to path: String) throws(ModelFileError) {
    // All tensors in one buffer, whose parts the file is written from.
    let values = tensors.flatMap(\.tensor.scalars)
    let result = values.withUnsafeBufferPointer { values in
      Result { () throws(ModelFileError) in
        var start = 0
        let parts = tensors.map { name, tensor in
          defer { start += tensor.scalars.count }
          return (
            name, tensor.shape, UnsafeBufferPointer(rebasing: values[start..<start + tensor.scalars.count])
          )
        }
        try SafetensorsFile.write(to: path, tensors: parts, metadata: [("format", "pt")] + metadata)
      }
    }
    try result.get()
  }
}

extension ModelFile {
  /// The model for PyTorch: images are (N, C, H, W), the modules have the layers' names, the weights PyTorch's layouts.
  ///
  /// - Parameter path: Where it shall go, for errors.
  /// - Throws: `ModelFileError` for a layer that PyTorch has no module for.
  public func pyTorch(path: String = "") throws(ModelFileError) -> PyTorchExport {
    var network = PyTorchNetwork()
    let input = PyTorchValue(
      name: PyTorchNetwork.inputName, shape: model.inputShape, isChannelsFirst: model.inputShape.rank == 3)
    var values: [PyTorchValue] = []
    for (index, layer) in model.layers.enumerated() {
      guard let layer = layer as? any PyTorchLayer else {
        throw .damaged("\(layer.title) has no form in PyTorch; conform its type to PyTorchLayer", path: path)
      }
      network.scope = layer.name
      let output = layer.addModules(
        to: &network,
        inputs: model.inboundLayers[index].map { $0 == Sequential.modelInput ? input : values[$0] },
        parameters: model.parameterEntries(ofLayer: index).map { parameters[$0.name] })
      values.append(output)
    }
    network.scope = "output"
    let value = network.channelsLast(values[values.count - 1])
    return PyTorchExport(
      script: network.script(of: self, output: value), tensors: network.tensors,
      metadata: exportedMetadata + [ExportMark.pyTorch.metadata])
  }
}
