#if os(Linux)
  import Foundation
  import ImageData
  import NeuralNetwork
  import Parallelism
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

    /// `VmRSS` of this process.
    private static func residentKilobytes() throws -> Int {
      let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
      return try #require(line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) })
    }
  }
#endif
