#if os(Linux)
  import Foundation
  import ImageData
  import NeuralNetwork
  import Parallelism
  import TestSupport
  import Testing
  import Training

  /// The memory of a training does not grow with its length.
  @Suite struct ResidentMemoryTests {
    /// 512 KiB over 40 epochs: a batch leaked at every step would be 1.4 MiB.
    @Test func staysFlatOverFiftyEpochs() async {
      await #expect(processExitsWith: .success) {
        let generator = ImageDataGenerator(horizontalFlip: true, widthShiftRange: 0.1)
        let training = generator.flow(.shapes(count: 64, size: 12), batchSize: 16)
        let validation = generator.withoutAugmentation.flow(.shapes(count: 30, size: 12, firstSample: 64))
        let model = try Sequential(input: [12, 12, 1]) {
          Conv2D(8, kernelSize: 3, activation: .relu)
          MaxPooling2D()
          Flatten()
          Dropout(0.2)
          Dense(3, activation: .softmax)
        }
        var residentKilobytes: [Int] = []
        try WorkerTeam.withTeam(threads: 2) { team in
          let trainer = try Trainer(
            model: model, options: TrainingOptions(epochs: 50, batchSize: 16), executor: team)
          try trainer.fit(training, validation: validation) { _ in
            residentKilobytes.append(try ResidentMemoryTests.residentKilobytes())
          }
        }
        #expect(residentKilobytes.count == 50)
        let growth = residentKilobytes[49] - residentKilobytes[9]
        #expect(growth <= 512, "\(growth) KiB from epoch 10 to epoch 50: \(residentKilobytes)")
      }
    }

    /// 512 KiB over 180 epochs with callbacks, averages, clipping and a checkpoint after each: 200 weights leaked at every
    /// epoch would be as much.
    @Test func staysFlatOverTwoHundredEpochsWithCheckpoints() async {
      await #expect(processExitsWith: .success) {
        try withTemporaryFolder { path in
          let training = ImageDataGenerator(horizontalFlip: true).flow(
            .shapes(count: 32, size: 12), batchSize: 16)
          let validation = ImageDataGenerator().flow(.shapes(count: 30, size: 12, firstSample: 64))
          let model = try Sequential(input: [12, 12, 1]) {
            Conv2D(8, kernelSize: 3, activation: .relu)
            Flatten()
            Dense(3, activation: .softmax)
          }
          let options = TrainingOptions(
            epochs: 200, batchSize: 16, clipping: .globalNorm(1), averageMomentum: 0.9, labelSmoothing: 0.1)
          var residentKilobytes: [Int] = []
          try WorkerTeam.withTeam(threads: 2) { team in
            let trainer = try Trainer(model: model, options: options, executor: team)
            let file = ModelFile(
              model: model, parameters: trainer.weights, classNames: ["a", "b", "c"],
              preprocessing: Preprocessing(height: 12, width: 12, color: "grayscale"))
            let folder = CheckpointFolder(path: path)
            let callbacks: [any Callback] = [
              ReduceLROnPlateau(patience: 3), EarlyStopping(patience: 500, restoreBestWeights: true),
            ]
            try trainer.fit(training, validation: validation, callbacks: callbacks) { _ in
              try folder.save(trainer, file, callbacks: callbacks)
              residentKilobytes.append(try ResidentMemoryTests.residentKilobytes())
            }
          }
          #expect(residentKilobytes.count == 200)
          let growth = residentKilobytes[199] - residentKilobytes[19]
          #expect(growth <= 512, "\(growth) KiB from epoch 20 to epoch 200: \(residentKilobytes)")
        }
      }
    }

    /// `VmRSS` of this process.
    private static func residentKilobytes() throws -> Int {
      let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
      return try #require(line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
    }
  }
#endif
