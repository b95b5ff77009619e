import NeuralNetwork

extension Trainer {
  /// Writes a checkpoint of the training as it stands; it appears whole, on disk, or not at all.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - file: What describes the model; its weights are passed over.
  ///   - callbacks: Those of the training.
  ///   - record: What shall be found again.
  /// - Throws: `ModelFileError` with the system's words.
  public func saveCheckpoint(
    to path: String, _ file: ModelFile, callbacks: [any Callback], record: JSON = .null
  ) throws(ModelFileError) {
    try snapshot(file, callbacks: callbacks, record: record).write(to: path)
  }

  /// Copies all that a checkpoint holds.
  ///
  /// - Parameters:
  ///   - file: What describes the model; its weights are passed over.
  ///   - callbacks: Those of the training.
  ///   - record: What shall be found again.
  ///   - old: A snapshot whose memory is written over, and which nobody uses any more.
  public func snapshot(
    _ file: ModelFile, callbacks: [any Callback], record: JSON = .null, reusing old: CheckpointSnapshot? = nil
  ) -> CheckpointSnapshot {
    CheckpointSnapshot(of: self, file, callbacks: callbacks, record: record, reusing: old)
  }

  /// Takes over weights, slots, averages and what the callbacks remember, so that the next `fit` goes on from the step of
  /// the checkpoint.
  ///
  /// - Throws: `TrainingError` where the checkpoint is that of another model or has other callbacks, `ModelFileError` where
  ///   it has not the optimizer's slots. The trainer is then not to be used.
  public func restore(_ checkpoint: Checkpoint, callbacks: [any Callback] = []) throws {
    guard checkpoint.model.parameters.layout == parameters.layout else {
      throw TrainingError.parameters(
        found: checkpoint.model.parameters.layout.parameterCount, expected: parameters.layout.parameterCount)
    }
    let count = parameters.layout.count
    parameters.values.update(from: checkpoint.model.parameters.values, count: count)
    for (index, slot) in engine.optimizer.slotNames.enumerated() {
      let group = "optimizer/\(slot)"
      guard let values = try checkpoint.parameters(group) else {
        throw ModelFileError(
          path: "the checkpoint", reason: "it has no tensors \(group); the optimizer is another",
          kind: .badData)
      }
      (engine.slots.start + index * count).update(from: values.values, count: count)
    }
    if let averages = engine.averages {
      let values = try checkpoint.parameters("average") ?? checkpoint.model.parameters
      averages.values.update(from: values.values, count: count)
    }
    try restore(callbacks, from: checkpoint)
    learningRate = checkpoint.learningRate
    position = checkpoint.position
    isResumed = true
  }

  private func restore(_ callbacks: [any Callback], from checkpoint: Checkpoint) throws {
    let remembering = callbacks.filter { !$0.state.isNull }
    let (found, expected) = (remembering.map(\.name), checkpoint.callbacks.map(\.name))
    guard found.sorted() == expected.sorted() else {
      throw TrainingError.callbacks(found: found, expected: expected)
    }
    for callback in remembering {
      guard let state = checkpoint.callbacks.first(where: { $0.name == callback.name })?.state,
        callback.restore(state: state, weights: try checkpoint.parameters("callbacks/\(callback.name)"))
      else { throw TrainingError.callbacks(found: found, expected: expected) }
    }
  }

  /// Replaces the weights, and their averages where they are kept.
  public func setWeights(_ weights: Parameters) {
    precondition(weights.layout == parameters.layout, "The weights are those of another model")
    parameters.values.update(from: weights.values, count: weights.layout.count)
    engine.averages?.values.update(from: weights.values, count: weights.layout.count)
  }
}
