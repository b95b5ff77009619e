import Foundation
import TrainParallel

/// Where an export goes: a file for ONNX, else a folder.
struct ExportPlace {
  /// The value of `--output`.
  let path: String
  let format: ExportCommand.Format
  /// The model that is exported.
  let model: String

  /// What the names of files end in.
  private static let endingsOfFiles = [
    ".onnx", ".safetensors", ".keras", ".h5", ".pt", ".pth", ".py", ".json",
  ]

  /// Refuses a place that does not suit the format, and one where the export would replace anything but an earlier
  /// export of the same format.
  func requireFree() throws(ProgramError) {
    guard !isModel(path) else {
      throw refusal("it is the model that is exported; name another --output")
    }
    switch format {
    case .onnx: try requireFreeFile()
    case .keras: try requireFreeFolder(.keras)
    case .pytorch: try requireFreeFolder(.pyTorch)
    }
  }

  private func requireFreeFile() throws(ProgramError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else { return }
    guard !isDirectory.boolValue else {
      let file = (path.hasSuffix("/") ? path : path + "/") + "model.onnx"
      throw refusal("it is a folder, but an ONNX model is one file; name a file, such as \(file)")
    }
    let mark = ModelFile.onnxMark
    let start = ExportedFile(path: path).start(mark.count)
    guard start == [] || start == mark else {
      throw refusal("it is a file that no export to onnx made; name another --output, or remove the file")
    }
  }

  private func requireFreeFolder(_ mark: ExportMark) throws(ProgramError) {
    if let ending = Self.endingsOfFiles.first(where: path.hasSuffix) {
      throw refusal(
        "it is named like a file, but \(format.rawValue) takes a folder; name one without \(ending)")
    }
    let present = format.fileNames.filter { FileIdentity(path: path + "/" + $0) != nil }
    let hasScript = present.contains(ExportCommand.scriptName)
    for name in present {
      guard let found = foreign(name, mark, hasScript: hasScript) else { continue }
      throw refusal("it holds \(name), \(found), which would be replaced; name another folder")
    }
  }

  /// What a file of the folder is, in words; nil for one of an earlier export.
  private func foreign(_ name: String, _ mark: ExportMark, hasScript: Bool) -> String? {
    let file = ExportedFile(path: path + "/" + name)
    if isModel(file.path) { return "the model that is exported" }
    let isOwn: Bool
    switch name {
    case ExportCommand.scriptName: isOwn = file.isScript(of: mark)
    case ExportCommand.weightsName:
      let metadata = file.metadata
      let program = ExportMark.program(in: metadata)
      isOwn = hasScript && program == mark.rawValue
      if program == nil, metadata?["format_version"] != nil { return "a trained model" }
    // An architecture bears no mark: it belongs to the script beside it.
    default: isOwn = hasScript
    }
    return isOwn ? nil : "a file that no export to \(format.rawValue) made"
  }

  /// Whether a path leads to the model that is exported.
  private func isModel(_ path: String) -> Bool {
    FileIdentity(path: path).map { $0 == FileIdentity(path: model) } ?? false
  }

  private func refusal(_ reason: String) -> ProgramError { .usage("--output \(path): \(reason)") }
}
