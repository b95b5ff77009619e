import Foundation
import TrainParallel
import Training

/// From a directory of images to batches that a network can read: flipped, shifted by up to a tenth, rescaled.
///
/// The first epoch lists, reads and decodes the files, then augments them; later ones augment decoded images, once more
/// with everything that Keras' generator offers to turn, move and brighten them.
/// Networks are trained too, to see whether they have to wait for their images.
struct PipelineBenchmark {
  let data: PipelineData
  let threads: Int
  let seconds: Double

  /// Images per second of each run.
  struct Result {
    let first: [Double]
    let cached: [Double]
    /// With rotation, zoom, shear, shifts, flips and brightness.
    let cachedWithEverything: [Double]
    /// Networks fed from flows and from arrays.
    let feedings: [(network: String, epoch: String, result: FeedingBenchmark.Result)]
    /// A sum of all pixels of epoch 0, of both kinds, in the order of the samples: the same for any number of threads.
    let fingerprint: UInt64
  }

  private static let batchSize = 32
  private static let shifted = ImageDataGenerator(
    horizontalFlip: true, widthShiftRange: 0.1, heightShiftRange: 0.1)
  private static let everything = ImageDataGenerator(
    horizontalFlip: true, widthShiftRange: 0.1, heightShiftRange: 0.1, rotationRange: 40, shearRange: 10,
    zoomRange: 0.2, brightnessRange: 0.8...1.2)

  func measure() throws -> Result {
    let (warm, first, cached, cachedWithEverything) = try WorkerTeam.withTeam(threads: threads) { team in
      let (warm, _) = try firstEpoch(team)
      var first: [Double] = []
      let start = Date()
      while first.count < 3 || -start.timeIntervalSinceNow < seconds * Double(windowsOfMeasurement) {
        first.append(try firstEpoch(team).rate)
      }
      let everything = Self.everything.flow(warm.dataset, batchSize: Self.batchSize)
      return (warm, first, try cachedEpochs(of: warm, team), try cachedEpochs(of: everything, team))
    }
    return Result(
      first: first, cached: cached, cachedWithEverything: cachedWithEverything,
      feedings: try feedings(warm),
      fingerprint: fingerprint(of: warm) ^ fingerprint(of: Self.everything.flow(warm.dataset)))
  }

  /// LeNet-5 with flips and shifts, and the network for digits, on small gray ones of these images, with everything; the
  /// network for photographs with everything.
  private func feedings(
    _ warm: ImageFlow
  ) throws -> [(network: String, epoch: String, result: FeedingBenchmark.Result)] {
    guard max(warm.dataset.height, warm.dataset.width) <= 64 else {
      let feeding = FeedingBenchmark(architecture: .lectureCNN, threads: threads, mostImages: 512)
      return [("lecture", "everything", try feeding.measure(Self.everything.flow(warm.dataset)))]
    }
    let digits = try WorkerTeam.withTeam(threads: threads) { team in
      try ImageDataset.load(
        ImageDirectory(path: data.path), size: ImageSize(28), color: .grayscale, executor: team)
    }
    return [
      ("lenet", "cached", try FeedingBenchmark(architecture: .leNet5, threads: threads).measure(warm)),
      (
        "mnist", "everything",
        try FeedingBenchmark(architecture: .mnistCNN, threads: threads).measure(Self.everything.flow(digits))
      ),
    ]
  }

  /// Lists, reads, decodes, augments.
  private func firstEpoch(_ team: WorkerTeam) throws -> (flow: ImageFlow, rate: Double) {
    let start = Date()
    let directory = try ImageDirectory(path: data.path)
    let images = try ImageDataset.load(directory, size: data.size, executor: team)
    let flow = Self.shifted.flow(images, batchSize: Self.batchSize)
    try Batches(of: flow, team).run(epoch: 0)
    return (flow, Double(images.count) / -start.timeIntervalSinceNow)
  }

  /// Images per second of each window, of images in memory.
  private func cachedEpochs(of flow: ImageFlow, _ team: WorkerTeam) throws -> [Double] {
    let batches = try Batches(of: flow, team)
    return (0..<windowsOfMeasurement).map { _ in
      let start = Date()
      var epochs = 0
      while epochs == 0 || -start.timeIntervalSinceNow < seconds {
        epochs += 1
        batches.run(epoch: epochs)
      }
      return Double(epochs * flow.sampleCount) / -start.timeIntervalSinceNow
    }
  }

  private func fingerprint(of flow: ImageFlow) -> UInt64 {
    var hash: UInt64 = 0
    var pixels = [Float](repeating: .nan, count: flow.sampleShape.count)
    for sample in 0..<flow.sampleCount {
      flow.write(sample: sample, epoch: 0, to: &pixels, rowStride: flow.dataset.width * flow.dataset.channels)
      for pixel in pixels { hash = (hash ^ UInt64(pixel.bitPattern)) &* 0x100_0000_01b3 }
    }
    return hash
  }
}

/// The batches of a flow, written by a team into a buffer as training writes them.
private final class Batches {
  private let flow: ImageFlow
  private let team: WorkerTeam
  private let engine: TrainingEngine

  init(of flow: ImageFlow, _ team: WorkerTeam) throws {
    self.flow = flow
    self.team = team
    let model = try Sequential(input: flow.sampleShape) {
      Flatten()
      Dense(flow.classCount, activation: .softmax)
    }
    let parameters = Parameters(layout: model.parameterLayout)
    engine = try TrainingEngine(
      model: model, parameters: parameters, batchSize: flow.batchSize, laneCount: 1, optimizer: SGD(),
      seed: 0,
      kernels: InstructionSet.best.kernels, executor: team)
  }

  func run(epoch: Int) {
    let feeder = BatchFeeder(plan: engine.plan, source: flow, buffer: engine.input(0))
    var rest = flow.order(epoch: epoch)[...]
    while !rest.isEmpty {
      feeder.aim(at: rest.prefix(flow.batchSize), epoch: epoch, buffer: engine.input(0))
      engine.prepare(feeder)
      rest = rest.dropFirst(flow.batchSize)
    }
  }
}
