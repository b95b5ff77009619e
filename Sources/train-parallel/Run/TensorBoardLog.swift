import TrainParallel

/// The epochs of a run as TensorBoard shows them: in `train/` and `validation/`, under Keras' tags and steps.
///
/// Keras' callback numbers epochs from 0 and has `epoch_loss` and `epoch_accuracy` in both folders, and
/// `epoch_learning_rate` with the training (`keras/src/callbacks/tensorboard.py`). The numbers are float32.
final class TensorBoardLog {
  private let training: Part
  private let validation: Part

  /// A log that goes on after an epoch; nothing is written before the first row.
  ///
  /// Each run of the program writes files of its own, whose first event makes readers forget what earlier files have of
  /// later epochs than this one.
  ///
  /// - Parameters:
  ///   - folder: The folder, `RUN/tensorboard`.
  ///   - epoch: The last epoch whose row stays, from 1; 0 for none.
  init(folder: String, resumingAfter epoch: Int) {
    training = Part(file: TensorBoardFile(folder: folder + "/train"), firstStep: Int64(epoch))
    validation = Part(file: TensorBoardFile(folder: folder + "/validation"), firstStep: Int64(epoch))
  }

  /// Adds an epoch.
  ///
  /// - Parameters:
  ///   - row: The epoch.
  ///   - time: When it ended, in seconds since 1970.
  /// - Throws: An error of the first file that could not be written; what is missing there is written with the next row.
  func add(_ row: MetricsRow, at time: Double) throws(ProgramError) {
    let step = Int64(row.epoch - 1)
    var failure: ProgramError?
    do throws(ProgramError) {
      try training.add(
        [
          ("epoch_loss", row.loss), ("epoch_accuracy", row.accuracy),
          ("epoch_learning_rate", row.learningRate),
        ],
        at: time, step: step)
    } catch {
      failure = error
    }
    let values = [("epoch_loss", row.validationLoss), ("epoch_accuracy", row.validationAccuracy)].compactMap {
      tag, value in
      value.map { (tag: tag, value: $0) }
    }
    if !values.isEmpty { try validation.add(values, at: time, step: step) }
    if let failure { throw failure }
  }

  /// What becomes one curve a tag: the training or the validation.
  private final class Part {
    private let file: TensorBoardFile
    private let firstStep: Int64
    private var hasBegun = false

    init(file: TensorBoardFile, firstStep: Int64) {
      self.file = file
      self.firstStep = firstStep
    }

    func add(_ values: [(tag: String, value: Double)], at time: Double, step: Int64) throws(ProgramError) {
      let head: [TensorBoardEvent] =
        hasBegun ? [] : [.fileVersion(at: time), .start(at: time, step: firstStep)]
      hasBegun = true
      try file.append(head + [.scalars(values, at: time, step: step)], at: time)
    }
  }
}
