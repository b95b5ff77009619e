import NeuralNetwork

/// All that a checkpoint holds, copied from a training at one step, so that it can be written while the training goes on.
public struct CheckpointSnapshot: Sendable {
  /// How far the training was.
  public let position: TrainingPosition
  private let file: ModelFile
  private let groups: [(name: String, values: Parameters)]
  private let text: String

  /// - Parameters:
  ///   - file: What describes the model; its weights are passed over.
  ///   - callbacks: Those of the training.
  ///   - record: What shall be found again.
  ///   - old: A snapshot whose memory is written over, and which nobody uses any more.
  init(
    of trainer: Trainer, _ file: ModelFile, callbacks: [any Callback], record: JSON, reusing old: Self?
  ) {
    let engine = trainer.engine
    let layout = trainer.parameters.layout
    var memory = old.map { $0.groups.map(\.values) + [$0.file.parameters] } ?? []
    func copy(_ values: UnsafePointer<Float>) -> Parameters {
      let copy = memory.popLast().flatMap { $0.layout == layout ? $0 : nil } ?? Parameters(layout: layout)
      copy.values.update(from: values, count: layout.count)
      return copy
    }
    var groups: [(String, Parameters)] = []
    for (index, slot) in engine.optimizer.slotNames.enumerated() {
      groups.append(("optimizer/\(slot)", copy(engine.slots.start + index * layout.count)))
    }
    if let averages = engine.averages { groups.append(("average", copy(averages.values))) }
    for callback in callbacks {
      if let weights = callback.weights {
        groups.append(("callbacks/\(callback.name)", copy(weights.values)))
      }
    }
    self.groups = groups
    self.file = ModelFile(
      model: trainer.model, parameters: copy(trainer.parameters.values), classNames: file.classNames,
      preprocessing: file.preprocessing, training: file.training)
    position = trainer.position
    text =
      JSON.object([
        ("version", .integer(Checkpoint.formatVersion)), ("position", position.json),
        ("learning_rate", .number(trainer.learningRate)),
        ("callbacks", .object(callbacks.filter { !$0.state.isNull }.map { ($0.name, $0.state) })),
        ("record", record),
      ]).description
  }

  /// Writes the checkpoint; it appears whole, on disk, or not at all.
  ///
  /// - Throws: `ModelFileError` with the system's words.
  public func write(to path: String) throws(ModelFileError) {
    let tensors = groups.flatMap { group in
      group.values.layout.entries.map { entry in
        (
          "\(group.name)/\(entry.name)", entry.shape,
          UnsafeBufferPointer(group.values.buffer(of: entry))
        )
      }
    }
    try file.write(to: path, with: tensors, checkpoint: text)
  }
}
