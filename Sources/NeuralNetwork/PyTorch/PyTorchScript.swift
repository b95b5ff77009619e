import LinearAlgebra

extension PyTorchNetwork {
  /// The Python script that builds the network, loads its weights and classifies noise; where the preprocessing allows it,
  /// a function prepares an image.
  ///
  /// - Parameters:
  ///   - file: The model.
  ///   - output: What the network ends in.
  func script(of file: ModelFile, output: PyTorchValue) -> String {
    let input = file.model.inputShape
    let names = JSON.array(file.classNames.map(JSON.string)).description
    let sizes = input.rank == 3 ? [input[2], input[0], input[1]] : input.dimensions
    let noise = (["2"] + sizes.map(String.init)).joined(separator: ", ")
    let definitions = classes.map { "\($0.definition)\n\n\n" }.joined()
    let preparation = file.pythonPreparation(
      shape: sizes, returning: "torch.from_numpy(x).permute(2, 0, 1)")
    let documentation = file.pythonDocumentation(
      library: "PyTorch", images: "(N, C, H, W)", isPrepared: !preparation.isEmpty, names: "CLASS_NAMES",
      mark: .pyTorch)
    return """
      \(documentation)

      import pathlib
      from collections import OrderedDict

      import torch
      from safetensors.torch import load_file
      from torch import nn

      CLASS_NAMES = \(names)
      WEIGHTS = pathlib.Path(__file__).with_name("model.safetensors")


      \(definitions)\(isChain ? chainCode : graphCode(output))


      \(preparation)def load_model(path=WEIGHTS):
          model = make_model()
          model.load_state_dict(load_file(path))
          return model.eval()


      if __name__ == "__main__":
          with torch.no_grad():
              for row in load_model()(torch.rand(\(noise))):
      \(file.pythonBothClasses(indentation: 12))            print({name: round(float(value), 4) for name, value in zip(CLASS_NAMES, row)})

      """
  }

  /// `make_model` for a chain of modules.
  private var chainCode: String {
    let entries = modules.map { "            (\"\($0.name)\", \($0.code)),\n" }.joined()
    return """
      def make_model():
          return nn.Sequential(
              OrderedDict([
      \(entries)        ])
          )
      """
  }

  /// `make_model` for modules whose outputs branch and join.
  private func graphCode(_ output: PyTorchValue) -> String {
    func variable(_ name: String) -> String { name == Self.inputName ? "x" : "x_\(name)" }
    let members = modules.map { "        self.\($0.name) = \($0.code)\n" }.joined()
    let steps = modules.map { module in
      let inputs = module.inputs.map(variable).joined(separator: ", ")
      return "        \(variable(module.name)) = self.\(module.name)(\(inputs))\n"
    }.joined()
    return """
      class Model(nn.Module):
          def __init__(self):
              super().__init__()
      \(members)
          def forward(self, x):
      \(steps)        return \(variable(output.name))


      def make_model():
          return Model()
      """
  }
}
