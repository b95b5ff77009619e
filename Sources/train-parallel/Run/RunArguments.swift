import Foundation
import TrainParallel

/// A run as its folder's `arguments.json` tells of it.
struct RunArguments {
  /// The run's folder.
  let path: String
  /// All of the file.
  let arguments: JSON
  /// The options as they were given, with paths from the root.
  let words: [String]

  /// Reads the folder of a run.
  ///
  /// - Throws: `ProgramError` where it is no run of this version.
  init(path: String) throws(ProgramError) {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory.boolValue
    else {
      throw ProgramError(
        .missingInput, "\(path): there is no such folder; name the folder of a run, such as runs/train")
    }
    let file = RunFolder.arguments(in: path)
    guard FileManager.default.fileExists(atPath: file) else {
      throw ProgramError(
        .badData, "\(path): it has no arguments.json, so it is no run of train-parallel, or none that began")
    }
    let text = try readText(file, expected: "the options of a run")
    guard let json = try? JSON(parsing: text.utf8), let words = json["command"]?.elements?.map(\.text),
      !words.contains(nil)
    else {
      throw ProgramError(.badData, "\(file): it does not tell the options of a run of this version")
    }
    self.path = path
    arguments = json
    self.words = words.compactMap { $0 }
  }

  /// The options of a command line that a record keeps: paths from the root, none of those that only concern the display
  /// and the place of the results.
  static func words(_ given: [(name: String, value: String?)]) -> [String] {
    let left = [
      "--output", "--resume", "--quiet", "--json", "--no-color", "--accept-other-bits", "--max-time",
    ]
    return given.filter { !left.contains($0.name) }.flatMap { option -> [String] in
      guard let value = option.value else { return [option.name] }
      return [option.name, isPath(option.name, value) ? fromRoot(value) : value]
    }
  }

  private static func isPath(_ option: String, _ value: String) -> Bool {
    switch option {
    case "--data", "--validation", "--initial-weights", "--cache-directory": true
    case "--model": value.hasSuffix(".json") || value.hasSuffix(".safetensors")
    case "--class-weight": value != "balanced"
    default: false
    }
  }

  private static func fromRoot(_ path: String) -> String {
    path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
  }
}
