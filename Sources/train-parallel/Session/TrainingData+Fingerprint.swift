import TrainParallel

extension TrainingData {
  /// A SHA-256 of what the training and its validation see.
  var fingerprint: String {
    let parts = [training.fingerprint, validation?.fingerprint ?? "none"]
    return parts.joined(separator: "-")
  }
}
