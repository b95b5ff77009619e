import TrainParallel

extension ModelChoice {
  /// Refuses a loss that is for another kind of output, and says which options fit together.
  ///
  /// - Throws: `ProgramError` for such a loss, `ModelError` where the model is no classifier.
  func requireLoss(
    _ loss: Loss, of model: Sequential, classes: Int, _ adaptation: ModelAdaptation
  ) throws {
    do {
      try model.requireClassifier(for: loss)
    } catch .unsuitedLoss(let loss, let reason) {
      throw ProgramError.usage("--loss \(loss.rawValue) \(reason); remove --loss" + remedy(for: loss))
    }

    /// What else makes the model fit the loss; empty where nothing does.
    func remedy(for loss: Loss) -> String {
      let isBinary = loss == .binaryCrossentropy
      guard !isBinary || classes == 2 else { return "" }
      let output = isBinary ? "one output that ends in sigmoid" : "\(classes) outputs that end in softmax"
      switch self {
      case .trained where !adaptation.hasNewHead && model.headName != nil:
        return ", or add --new-head, which gives the model \(output)"
      case .architecture(_, let path): return ", or give the model of \(path) \(output)"
      default: return ""
      }
    }
  }
}
