import Foundation
import TrainParallel

/// A run as it left its folder: its best model, how it was made, and how long that took.
struct RecordedRun {
  /// The folder or the model that was named.
  let path: String
  /// The model's file.
  let modelPath: String
  let model: LoadedModel
  /// `arguments.json`; what the model itself says of its training where there is no such file.
  let arguments: JSON
  /// The duration of each epoch, and its speed; empty where nothing is known.
  let epochs: [(seconds: Double, imagesPerSecond: Double)]

  /// Reads a run's folder, of which the best model is taken and where there is none the last one; or a model, with what
  /// lies beside it.
  ///
  /// - Throws: `ProgramError` where there is no model, or what is there cannot be read; `ModelFileError`.
  init(path: String) throws {
    let files = FileManager.default
    var isDirectory: ObjCBool = false
    guard files.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw ProgramError(
        .missingInput, "\(path): there is no such run; name a run's folder or a .safetensors file")
    }
    let folder = isDirectory.boolValue ? path : URL(fileURLWithPath: path).deletingLastPathComponent().path
    let candidates =
      isDirectory.boolValue ? ["/best.safetensors", "/model.safetensors"].map { folder + $0 } : [path]
    guard let modelPath = candidates.first(where: files.fileExists) else {
      throw ProgramError(
        .missingInput,
        "\(path): the folder holds neither best.safetensors nor model.safetensors; name a run's folder or a "
          + ".safetensors file")
    }
    self.path = path
    self.modelPath = modelPath
    model = try LoadedModel(path: modelPath)
    arguments =
      try Self.object(folder + "/arguments.json")
      ?? (try? JSON(parsing: model.file.training.utf8)) ?? .object([])
    epochs = try Self.epochs(folder + "/metrics.jsonl")
  }

  /// The duration of all epochs; nil where nothing is known.
  var seconds: Double? {
    epochs.isEmpty ? nil : epochs.reduce(0) { $0 + $1.seconds }
  }

  /// The training images of all epochs by the time that they took: the harmonic mean, since every epoch has as many.
  var imagesPerSecond: Double? {
    let speeds = epochs.map(\.imagesPerSecond)
    guard !speeds.isEmpty, speeds.allSatisfy({ $0 > 0 }) else { return nil }
    return Double(speeds.count) / speeds.reduce(0) { $0 + 1 / $1 }
  }

  /// The object in a file; nil where there is no file.
  private static func object(_ path: String) throws -> JSON? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    do {
      return try JSON(parsing: readText(path, expected: "the record of a run").utf8)
    } catch let error as JSONError {
      throw ProgramError(.badData, "\(path): \(error); the record of a run is expected")
    }
  }

  private static func epochs(_ path: String) throws -> [(seconds: Double, imagesPerSecond: Double)] {
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    let lines = try readText(path, expected: "the metrics of a run").split(separator: "\n")
    return try lines.enumerated().map { index, line in
      guard let row = try? JSON(parsing: line.utf8), let seconds = row["seconds"]?.realNumber,
        let imagesPerSecond = row["images_per_second"]?.realNumber
      else {
        throw ProgramError(
          .badData,
          "\(path), line \(index + 1): no object with seconds and images_per_second; remove the file or name a whole run"
        )
      }
      return (seconds, imagesPerSecond)
    }
  }
}
