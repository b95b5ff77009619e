import TrainParallel

/// What the losses of the classes are multiplied by, as `--class-weight` says.
enum ClassWeights {
  /// The weight of each class of the training images.
  ///
  /// - Parameter choice: `balanced`, or a JSON file that names classes and their weights; others weigh 1.
  /// - Throws: `ProgramError` where the file cannot be read or says something else.
  static func weights(_ choice: String, of images: ImageDataset) throws -> [Float] {
    guard choice != "balanced" else { return images.balancedClassWeights }
    let (path, expected) = (choice, #"a JSON object such as {"cat": 1, "dog": 2.5}"#)
    let text = try readText(path, expected: expected)
    guard let members = (try? JSON(parsing: text.utf8))?.members else {
      throw refusal(path, "expected \(expected)")
    }
    var weights = [Float](repeating: 1, count: images.classNames.count)
    for (name, value) in members {
      guard let label = images.classNames.firstIndex(of: name) else {
        let nearest = nearestName(to: name, among: images.classNames).map { "; did you mean \($0)?" } ?? ""
        throw refusal(path, "the images have no class \(name)\(nearest)")
      }
      guard let weight = value.realNumber, weight >= 0, weight <= 1e6 else {
        throw refusal(path, "the weight of \(name) is \(value), expected a number from 0 to 1000000")
      }
      weights[label] = Float(weight)
    }
    guard weights.contains(where: { $0 > 0 }) else {
      throw refusal(path, "all weights are 0; nothing would be learned")
    }
    return weights
  }

  private static func refusal(_ path: String, _ reason: String) -> ProgramError {
    ProgramError(.badData, "--class-weight \(path): \(reason)")
  }
}
