import TrainParallel

@testable import train_parallel

/// Reports that the tests look at.
enum SampleReports {
  /// A name that would be markup, were it not escaped.
  static let nasty = #"<script>alert("1")</script> & 'co' <b>"#

  /// Epochs that get better, with validation.
  static func rows(_ count: Int) -> [MetricsRow] {
    (0..<count).map { index in
      let progress = Double(index + 1) / Double(count)
      return MetricsRow(
        epoch: index + 1, loss: 1 - 0.9 * progress, accuracy: 0.4 + 0.6 * progress,
        validationLoss: 1 - 0.8 * progress,
        validationAccuracy: 0.4 + 0.55 * progress, learningRate: 0.001, imagesPerSecond: 2_900, seconds: 1.25,
        weightsSHA256: String(repeating: "0a1b2c3d", count: 8))
    }
  }

  /// An evaluation of 5 images a class, of which one is taken for the next class.
  static func validation(_ names: [String]) -> RunReport.Validation {
    let labels = (0..<5 * names.count).map { $0 / 5 }
    let rows = labels.enumerated().flatMap { sample, label -> [Float] in
      let prediction = sample % 5 == 0 ? (label + 1) % names.count : label
      return names.indices.map { $0 == prediction ? 0.9 : 0.1 / Float(names.count - 1) }
    }
    return RunReport.Validation(
      model: "best.safetensors",
      evaluation: Evaluation(loss: 0.5, classCount: names.count, labels: labels, probabilities: rows),
      classNames: names)
  }

  /// An image of 4x4 pixels.
  static let image = DecodedImage(
    pixels: (0..<16).map { UInt8($0 * 16) }, size: ImageSize(4), color: .grayscale)

  /// A wrong prediction.
  static let sample = RunReport.Sample(
    path: "\(nasty)/1.png", givenClass: nasty, predictedClass: "dog", probability: 0.987, loss: 4.5,
    image: image)

  /// A report with every part.
  static func full(names: [String] = [nasty, "cat", "dog"], epochs: Int = 10) throws -> RunReport {
    let model = try Sequential(input: [8, 8, 1]) {
      Conv2D(4, kernelSize: 3)
      Flatten()
      Dense(3, activation: .softmax)
    }
    return RunReport(
      title: "runs/\(nasty)", state: .finished, header: ["data: \(nasty), 15 images to train", "no colon"],
      epochCount: epochs, batchCount: 12, validationCount: 600, rows: rows(epochs),
      phases: [
        ("forward", 1), ("backward", 2), ("update", 0.5), ("waiting", 0.25), ("validation", 0.25),
        ("saving", 0),
      ],
      validation: validation(names), mistakes: [sample], highestLosses: [sample],
      filters: RunReport.Filters(
        layer: "conv2d", before: Tensor(repeating: 0, shape: [3, 3, 1, 4]),
        after: Tensor(repeating: 1, shape: [3, 3, 1, 4])),
      augmentationSheet: FilterSheet(kernel: Tensor(repeating: 0, shape: [3, 3, 1, 4])).png, model: model,
      arguments: #"{"seed": "0", "data": {"source": "<i>", "height": 8}, "none": null}"#,
      command: "train-parallel replay 'runs/\(nasty)'")
  }
}
