import Foundation
import TrainParallel

/// Keeps `report.html` current: after each epoch with the curves, at the end with the pictures.
///
/// Writing it takes at most a hundredth of the time: where the last writing was dear, epochs are passed over.
final class RunPage: Callback {
  let name = "run_page"
  private let folder: RunFolder
  private let record: RunRecord
  private let troubles: RunTroubles
  private let clock: PhaseClock
  private let threads: Int
  private var report: RunReport
  private let start = DispatchTime.now().uptimeNanoseconds
  private var nextWriting: UInt64 = 0
  /// Seconds that writing took.
  private var seconds = 0.0

  private static let pictures = 24

  /// - Parameters:
  ///   - record: Whose metrics are shown.
  ///   - clock: What the training's phases take.
  ///   - filters: The first convolution's name and its kernel before the training.
  init(
    _ description: RunDescription, folder: RunFolder, record: RunRecord, troubles: RunTroubles,
    clock: PhaseClock, batchCount: Int, filters: (layer: String, kernel: Tensor<Float>)?
  ) {
    threads = description.threads
    self.folder = folder
    self.record = record
    self.troubles = troubles
    self.clock = clock
    report = RunReport(
      title: folder.path, state: .running,
      header: description.header.split(separator: "\n").map(String.init),
      epochCount: description.settings.epochs, batchCount: batchCount,
      validationCount: description.data.validation?.count, model: description.model,
      arguments: description.arguments, command: "train-parallel replay \(shellWord(folder.path))")
    report.filters = filters.map { .init(layer: $0.layer, before: $0.kernel, after: nil) }
  }

  func epochEnded(_ metrics: EpochMetrics, _ trainer: Trainer) {
    let now = DispatchTime.now().uptimeNanoseconds
    guard now >= nextWriting else { return }
    write()
    let end = DispatchTime.now().uptimeNanoseconds
    nextWriting = end + 100 * (end - now)
  }

  /// Writes the page of a training that ended in the middle.
  func stop(_ reason: String) {
    report.state = .stopped(reason)
    write()
  }

  /// Writes the page of a training that is done: with how the best model does, and with pictures.
  func finish(_ trainer: Trainer, _ inputs: TrainingInputs, _ settings: TrainSettings) {
    report.state = .finished
    write()
    troubles.attempt(folder.report, otherwise: "the page has no pictures") {
      report.filters?.after = trainer.model.firstKernel(in: trainer.weights)?.kernel
      report.augmentationSheet = sheet(inputs.training(settings))
      report.highestLosses = try highestLosses(trainer, inputs, settings)
      try addValidation(trainer, inputs, settings)
    }
    write()
  }

  private func write() {
    let start = DispatchTime.now().uptimeNanoseconds
    report.rows = record.rows
    report.phases = phases
    troubles.attempt(folder.report, otherwise: "it is tried again after a later epoch") {
      try writeWhole(report.html, to: folder.report)
    }
    seconds += Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
  }

  /// What the threads worked at; what is left of an epoch's time is waiting, and reading and augmenting images.
  private var phases: [(name: String, seconds: Double)] {
    let (forward, backward) = (clock.seconds(.forward), clock.seconds(.backward))
    let update = clock.seconds(.reduceAndUpdate)
    let all = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9 * Double(threads)
    let saving = (record.seconds + seconds) * Double(threads)
    let rest = max(0, all - forward - backward - update - saving)
    return [
      ("forward", forward), ("backward", backward), ("sum and update", update), ("images and waiting", rest),
      ("saving", saving),
    ]
  }

  // MARK: Pictures

  private func sheet(_ flow: ImageFlow) -> [UInt8]? {
    guard !flow.generator.isNone else { return nil }
    let samples = Array(0..<min(6, flow.sampleCount)).map { $0 * flow.sampleCount / min(6, flow.sampleCount) }
    let picture = AugmentationSheet(flow, samples: samples, epochs: 1...6).draw()
    return picture.pixels.withUnsafeBufferPointer {
      encodePNG($0, size: picture.size, channels: picture.color.channels)
    }
  }

  /// The training images with the highest losses when they were seen last, as the model sees them now.
  private func highestLosses(
    _ trainer: Trainer, _ inputs: TrainingInputs, _ settings: TrainSettings
  ) throws -> [RunReport.Sample] {
    let losses = trainer.sampleCrossentropies
    let order = losses.indices.filter { !losses[$0].isNaN }.sorted { (losses[$1], $0) < (losses[$0], $1) }
    let samples = Array(order.prefix(Self.pictures))
    guard !samples.isEmpty else { return [] }
    let images = inputs.data.training.subset(samples)
    let flow = inputs.generator.withoutAugmentation.flow(
      images, batchSize: settings.batchSize, shuffle: false)
    let evaluation = try trainer.evaluate(flow)
    return pictures(evaluation, images, evaluation.highestLosses(Self.pictures))
  }

  private func addValidation(_ trainer: Trainer, _ inputs: TrainingInputs, _ settings: TrainSettings) throws {
    guard let flow = inputs.validation(settings), let images = inputs.data.validation else { return }
    var model = "model.safetensors"
    if let best = record.best, let file = try? ModelFile(path: folder.best) {
      model = "best.safetensors, epoch \(best.epoch)"
      trainer.setWeights(file.parameters)
    }
    let evaluation = try trainer.evaluate(flow)
    report.validation = .init(model: model, evaluation: evaluation, classNames: images.classNames)
    report.mistakes = pictures(evaluation, images, evaluation.mostConfidentMistakes(Self.pictures))
  }

  private func pictures(
    _ evaluation: Evaluation, _ images: ImageDataset, _ samples: [Int]
  ) -> [RunReport.Sample] {
    samples.map { sample in
      RunReport.Sample(
        sample, of: evaluation, classNames: images.classNames, path: images.relativePaths[sample],
        image: images.withPixels(of: sample) {
          DecodedImage(pixels: Array($0), size: images.size, color: images.color)
        })
    }
  }
}
