import ImageData
import LinearAlgebra
import NeuralNetwork
import Parallelism
import TestSupport
import Testing

@testable import Training

/// The weights follow from data, options and seed, bit for bit: never from threads or from the order they run in.
@Suite struct InvarianceTests {
  /// A network with dropout, and what it is trained with.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let model: Sequential
    var seed: UInt64 = 7
    var dataSeed: UInt64 = 7
    var shuffle = true
    var lanes: Int?
    var instructionSet = InstructionSet.best
    var isValidated = false

    init(_ name: String, @LayerBuilder _ layers: () -> [any Layer]) {
      testDescription = name
      do { model = try Sequential(input: [16, 16, 1], layers: layers()) } catch {
        preconditionFailure("\(error)")
      }
    }

    /// Two convolutions with a shortcut around them, whose statistics are those of the whole batch.
    init(normalized name: String) {
      testDescription = name
      let input = LayerOutput.input([16, 16, 1])
      var x = Activation(.relu)(BatchNormalization()(Conv2D(6, kernelSize: 3, padding: .same)(input)))
      let shortcut = x
      x = SpatialDropout2D(0.2)(x)
      x = BatchNormalization()(Conv2D(6, kernelSize: 3, padding: .same, useBias: false)(x))
      x = MaxPooling2D(poolSize: 3)(Activation(.relu)(Add()(x, shortcut)))
      x = Dense(20, activation: .gelu)(Flatten()(x))
      x = Dense(3, activation: .softmax)(BatchNormalization()(x))
      do { model = try Sequential(input: input, output: x) } catch { preconditionFailure("\(error)") }
    }

    func with(_ change: (inout Case) -> Void) -> Case {
      var other = self
      change(&other)
      return other
    }

    /// What two epochs come to: for each, the hash of the weights, the loss and the accuracy.
    ///
    /// 67 samples in batches of 16 leave a last one of 3: fewer than there are lanes.
    func epochs(on executor: any TaskExecutor) throws -> [String] {
      let generator = ImageDataGenerator(
        geometry: .init(
          rotationRange: 30, widthShiftRange: 0.15, heightShiftRange: 2, zoomRange: 0.1, horizontalFlip: true,
          verticalFlip: true, fillMode: .reflect),
        color: .init(brightnessRange: 0.8...1.2), mixing: SampleMixing(.mixup, alpha: 0.2))
      let training = generator.flow(
        .shapes(count: 67, size: 16), batchSize: 16, shuffle: shuffle, seed: dataSeed)
      let validation = generator.withoutAugmentation.flow(
        .shapes(count: 21, size: 16, firstSample: 67), batchSize: 16, shuffle: false)
      let trainer = try Trainer(
        model: model,
        options: TrainingOptions(
          epochs: 2, batchSize: 16, seed: seed, lanes: lanes, instructionSet: instructionSet),
        executor: executor)
      var epochs: [String] = []
      try trainer.fit(training, validation: isValidated ? validation : nil) {
        epochs.append("\($0.weightsSHA256) \($0.loss) \($0.accuracy)")
      }
      return epochs
    }

    /// The same on a team of threads.
    func epochs(threads: Int) throws -> [String] {
      try WorkerTeam.withTeam(threads: threads) { try epochs(on: $0) }
    }
  }

  static let laneWise = Case("gradients of lanes") {
    Conv2D(8, kernelSize: 3, padding: .same, activation: .relu)
    MaxPooling2D()
    Dropout(0.25)
    Conv2D(18, kernelSize: 3, activation: .swish)
    AveragePooling2D()
    Flatten()
    Dense(33, activation: .tanh)
    Dropout(0.5)
    Dense(3, activation: .softmax)
  }

  /// 441 x 300 weights: computed over the whole batch.
  static let batchWide = Case("a batch-wide dense layer") {
    Conv2D(9, kernelSize: 3, activation: .relu)
    MaxPooling2D()
    Flatten()
    Dropout(0.2)
    Dense(300, activation: .relu)
    Dropout(0.5)
    Dense(3, activation: .softmax)
  }

  static let cases = [laneWise, batchWide, Case(normalized: "batch normalization and a branch")]

  @Test(arguments: cases)
  func threadsDoNotMatter(_ example: Case) throws {
    let expected = try example.epochs(on: SerialExecutor())
    #expect(Set(expected).count == 2)
    for threads in [1, 2, 3, 8, 16] {
      #expect(try example.epochs(threads: threads) == expected, "\(threads) threads")
    }
  }

  @Test(arguments: cases)
  func aSecondRunGivesTheSame(_ example: Case) throws {
    #expect(try example.epochs(threads: 3) == example.epochs(threads: 3))
  }

  @Test(arguments: cases)
  func theOrderOfTasksDoesNotMatter(_ example: Case) throws {
    #expect(
      try example.epochs(on: RandomOrderExecutor(threads: 16)) == example.epochs(on: SerialExecutor()))
  }

  @Test(
    .enabled(if: InstructionSet.available.contains(.avx512), "this processor has no AVX-512"),
    arguments: cases)
  func avx2AndAVX512GiveTheSameBits(_ example: Case) throws {
    let sets: [InstructionSet] = [.avx2, .avx512]
    let epochs = try sets.map { set in try example.with { $0.instructionSet = set }.epochs(threads: 2) }
    #expect(epochs[0] == epochs[1])
  }

  @Test(arguments: [1, 3, 16])
  func lanesFixTheSumsWhateverTheThreads(_ lanes: Int) throws {
    for example in Self.cases {
      let example = example.with { $0.lanes = lanes }
      let expected = try example.epochs(on: SerialExecutor())
      #expect(try example.epochs(threads: 2) == expected)
      #expect(try example.epochs(threads: 16) == expected)
    }
  }

  @Test(arguments: cases)
  func validationBetweenEpochsChangesNothing(_ example: Case) throws {
    let validated = example.with { $0.isValidated = true }
    #expect(try validated.epochs(threads: 2) == example.epochs(threads: 2))
  }

  @Test(arguments: cases)
  func seedsAndOrderMatter(_ example: Case) throws {
    let runs = [
      example, example.with { $0.seed = 8 }, example.with { $0.dataSeed = 8 },
      example.with { $0.shuffle = false },
    ]
    let outcomes = try runs.map { try $0.epochs(threads: 2)[1] }
    #expect(Set(outcomes).count == runs.count)
  }
}
