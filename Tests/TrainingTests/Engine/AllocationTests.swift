import AllocationCounter
import ImageData
import LinearAlgebra
import NeuralNetwork
import Parallelism
import TestSupport
import Testing

@testable import Training

/// Nothing is allocated in a step after the first, by any thread of the process.
///
/// Each test counts in a process of its own: the process of the tests is never quiet.
@Suite(
  .enabled(if: allocation_count() >= 0, "calls are counted on Linux with glibc, without sanitizers"))
struct AllocationTests {
  @Test func stepsOnImagesAllocateNothing() async {
    await #expect(processExitsWith: .success) {
      let flow = ImageDataGenerator(
        horizontalFlip: true, verticalFlip: true, widthShiftRange: 0.2, heightShiftRange: 2,
        fillMode: .constant
      ).flow(.shapes(count: 16, size: 16), batchSize: 16)
      for model in try AllocationTests.networks(input: [16, 16, 1]) {
        try AllocationTests.expectNoAllocation(model, flow)
      }
    }
  }

  /// Images of a cache file, written and then found.
  @Test func stepsOnImagesOfACacheFileAllocateNothing() async {
    await #expect(processExitsWith: .success) {
      try withTemporaryFolder { folder in
        try writeShapes(to: folder + "/shapes", training: 16, validation: 0, size: 16)
        let directory = try ImageDirectory(path: folder + "/shapes/train")
        for _ in 0..<2 {
          let images = try ImageDataset.load(
            directory, cache: .disk(directory: folder + "/cache"), executor: SerialExecutor())
          let model = try AllocationTests.networks(input: [16, 16, 1])[0]
          try AllocationTests.expectNoAllocation(model, ImageDataGenerator(rotationRange: 10).flow(images))
        }
      }
    }
  }

  /// Turned images of 150x150, which no stack holds, with every change of values.
  @Test func turnedAndStandardizedImagesAllocateNothing() async {
    await #expect(processExitsWith: .success) {
      let images = ImageDataset.shapes(count: 16, size: 150)
      var generator = ImageDataGenerator(
        geometry: .init(
          rotationRange: 40, widthShiftRange: [-1, 0.5], shearRange: 10, zoomRange: 0.2, fillMode: .reflect,
          randomResizedCrop: 0.5...1),
        color: .init(
          brightnessRange: 0.5...1.5, channelShiftRange: 20, contrastRange: 0.5...1.5,
          saturationRange: 0.5...1.5, hueRange: 30, randomErasing: 0.5),
        standardization: .init(samplewiseStdNormalization: true, featurewiseStdNormalization: true),
        randAugment: RandAugment(operations: 4, magnitude: 20), mixing: SampleMixing(.cutmix, alpha: 0.7))
      generator.fit(images)
      let model = try Sequential(input: [150, 150, 1]) {
        MaxPooling2D(poolSize: 10)
        Flatten()
        Dense(3, activation: .softmax)
      }
      try AllocationTests.expectNoAllocation(model, generator.flow(images, batchSize: 16))
    }
  }

  @Test func stepsOnArraysAllocateNothing() async {
    await #expect(processExitsWith: .success) {
      for model in try AllocationTests.networks(input: [16, 16, 3]) {
        try AllocationTests.expectNoAllocation(model, Problem(model, batchSize: 16).source)
      }
    }
  }

  @Test func everyOptimizerAllocatesNothing() async {
    await #expect(processExitsWith: .success) {
      let model = try AllocationTests.networks(input: [16, 16, 1])[0]
      let optimizers: [any Optimizer] = [
        SGD(), SGD(momentum: 0.9, nesterov: true, weightDecay: 0.01), Adam(weightDecay: 0.01), RMSprop(),
        RMSprop(momentum: 0.9), AdaGrad(), AdamW(), Nadam(), Lion(), LAMB(weightDecay: 0.01),
      ]
      for optimizer in optimizers {
        try AllocationTests.expectNoAllocation(model, Problem(model, batchSize: 16).source, optimizer)
      }
    }
  }

  private static func branches(input: Shape) throws -> Sequential {
    let input = LayerOutput.input(input)
    let left = Conv2D(8, kernelSize: 3, padding: .same, activation: .relu)(input)
    let both = Concatenate()(left, Conv2D(4, kernelSize: 1)(input))
    let output = Dense(3, activation: .softmax)(Flatten()(Concatenate()(both, left)))
    return try Sequential(input: input, output: output)
  }

  /// Networks that have every operation between them.
  private static func networks(input: Shape) throws -> [Sequential] {
    [
      try Architecture.resNet20.model(input: input, classes: 3),
      try Sequential(input: input) {
        Rescaling(0.5, offset: 0.1)
        ZeroPadding2D()
        Conv2D(8, kernelSize: 3, activation: .gelu)
        Conv2D(8, kernelSize: 3, groups: 2, activation: .softplus)
        LocalResponseNormalization()
        DepthwiseConv2D(kernelSize: 3, depthMultiplier: 2, activation: .hardSwish)
        BatchNormalization()
        LeakyReLU()
        SeparableConv2D(6, kernelSize: 3, strides: 2)
        LayerNormalization()
        PReLU(sharedAxes: [1, 2])
        ELU()
        ReLU(maxValue: 6)
        SpatialDropout2D(0.2)
        GlobalMaxPooling2D(keepdims: true)
        GlobalAveragePooling2D()
        Dense(3, activation: .softmax)
      },
      try Sequential(input: input) {
        Conv2D(8, kernelSize: 3, activation: .relu)
        MaxPooling2D()
        Conv2D(20, kernelSize: 3, padding: .same, activation: .swish)
        Dropout(0.3)
        Conv2D(5, kernelSize: 3, strides: 2, activation: .tanh)
        Flatten()
        Dense(17, activation: .sigmoid)
        Dropout(0.5)
        Dense(3, activation: .softmax)
      },
      try Sequential(input: input) {
        Conv2D(16, kernelSize: 3, padding: .same)
        AveragePooling2D(poolSize: 3, strides: 1)
        MinPooling2D(poolSize: 2, strides: 1)
        MaxPooling2D(poolSize: 3, strides: 2)
        Activation(.softmax)
        Flatten()
        Dense(240, activation: .relu)
        Dropout(0.2)
        Dense(3, activation: .softmax)
      },
      try branches(input: input),
    ]
  }

  @Test func ghostBatchesAllocateNothing() async {
    await #expect(processExitsWith: .success) {
      let model = try Architecture.resNet20.model(input: [16, 16, 1], classes: 3)
      try AllocationTests.expectNoAllocation(
        model, Problem(model, batchSize: 16).source, Adam(), on: SerialExecutor(), clock: nil,
        ghostBatchSize: 4)
    }
  }

  /// Counts over steps of a whole batch and of a smaller one, each preparing the next, and over an evaluation.
  private static func expectNoAllocation(
    _ model: Sequential, _ source: some SampleSource, _ optimizer: any Optimizer = Adam()
  ) throws {
    try expectNoAllocation(model, source, optimizer, on: SerialExecutor(), clock: nil)
    try expectNoAllocation(model, source, optimizer, on: SerialExecutor(), clock: PhaseClock())
    try WorkerTeam.withTeam(threads: 2) {
      try expectNoAllocation(model, source, optimizer, on: $0, clock: nil)
    }
  }

  /// Every loss, and steps of two batches.
  @Test func lossesAndAccumulationAllocateNothing() async {
    await #expect(processExitsWith: .success) {
      let source = blobs(count: 16)
      let softmax = try Sequential(input: [2]) {
        Dense(400, activation: .relu)
        Dense(400, activation: .relu)
        Dense(3, activation: .softmax)
      }
      for loss in Loss.allCases where loss != .binaryCrossentropy {
        try AllocationTests.expectNoAllocation(
          softmax, source, Adam(), on: SerialExecutor(), clock: nil, loss: loss, accumulates: true)
      }
      let two = ArraySource(samples: source.samples, labels: (0..<16).map { $0 % 2 }, classCount: 2)
      try AllocationTests.expectNoAllocation(
        try softmax.replacingHead(classes: 2, isBinary: true), two, Adam(), on: SerialExecutor(), clock: nil,
        accumulates: true)
    }
  }

  private static func expectNoAllocation(
    _ model: Sequential, _ source: some SampleSource, _ optimizer: any Optimizer,
    on executor: any TaskExecutor, clock: PhaseClock?, loss lossName: Loss? = nil,
    accumulates: Bool = false, ghostBatchSize: Int? = nil
  ) throws {
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 1)
    let engine = try TrainingEngine(
      model: model, parameters: parameters, batchSize: 16, laneCount: 8, optimizer: optimizer,
      loss: lossName, seed: 0, kernels: InstructionSet.best.kernels, executor: executor, clock: clock,
      ghostBatchSize: ghostBatchSize, accumulates: accumulates)
    let feeder = BatchFeeder(plan: engine.plan, source: source, buffer: engine.input(0))
    let samples = Array(0..<16)[...]
    let few = samples.prefix(5)
    feeder.aim(at: samples, epoch: 0, buffer: engine.input(0))
    engine.prepare(feeder)
    var loss = 0.0
    func run(from step: Int) {
      feeder.aim(at: few, epoch: 1, buffer: engine.input(1))
      loss +=
        engine.train(
          count: 16, input: 0, batch: step, endingStep: accumulates ? nil : step, preparing: feeder
        ).loss
      feeder.aim(at: samples, epoch: 2, buffer: engine.input(0))
      loss += engine.train(count: 5, input: 1, step: step + 1, preparing: feeder).loss
      loss += engine.evaluate(count: 16, input: 0, preparing: nil).loss
    }
    run(from: 0)
    let before = allocation_count()
    for step in 1...5 { run(from: 2 * step) }
    let count = allocation_count() - before
    #expect(count == 0, "\(count) allocations in 10 steps on \(type(of: executor)) with \(optimizer.name)")
    #expect(loss.isFinite && loss > 0)
  }
}
