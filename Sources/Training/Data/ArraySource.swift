import LinearAlgebra

/// Samples held in memory as floats, with any distribution as a target and a weight for each: for programs and tests.
public struct ArraySource: SampleSource {
  /// The samples, (N, ...).
  public let samples: Tensor<Float>
  /// The target distributions, (N, K).
  public let targets: Tensor<Float>
  /// What each sample's loss is multiplied by.
  public let weights: [Float]
  /// The shape without N.
  public let sampleShape: Shape

  // Worked out once: shapes are arrays, and `write` allocates nothing.
  private let rowCount: Int
  private let rowLength: Int

  /// Gathers samples with integer labels.
  ///
  /// - Parameters:
  ///   - samples: (N, ...).
  ///   - labels: N classes.
  ///   - classCount: K.
  public init(samples: Tensor<Float>, labels: [Int], classCount: Int) {
    precondition(labels.allSatisfy { (0..<classCount).contains($0) }, "a label is below \(classCount)")
    var targets = Tensor<Float>(repeating: 0, shape: [labels.count, classCount])
    for (sample, label) in labels.enumerated() { targets.scalars[sample * classCount + label] = 1 }
    self.init(samples: samples, targets: targets)
  }

  /// Gathers samples with one-hot or soft targets.
  ///
  /// - Parameters:
  ///   - samples: (N, ...).
  ///   - targets: (N, K).
  ///   - weights: N numbers; nil for all 1.
  public init(samples: Tensor<Float>, targets: Tensor<Float>, weights: [Float]? = nil) {
    precondition(samples.shape[0] == targets.shape[0], "as many targets as samples")
    self.samples = samples
    self.targets = targets
    self.weights = weights ?? Array(repeating: 1, count: samples.shape[0])
    precondition(self.weights.count == samples.shape[0], "as many weights as samples")
    sampleShape = Shape(Array(samples.shape.dimensions.dropFirst()))
    // A row is what the last two axes hold; a feature vector stands by itself.
    let axes = sampleShape.dimensions.suffix(sampleShape.rank >= 3 ? 2 : 1)
    rowLength = axes.reduce(1, *)
    rowCount = sampleShape.count / max(rowLength, 1)
  }

  /// N.
  public var sampleCount: Int { samples.shape[0] }
  /// K.
  public var classCount: Int { targets.shape[1] }

  /// As they stand.
  public func order(epoch: Int) -> [Int] { Array(0..<sampleCount) }

  /// Copies a sample.
  public func write(sample: Int, epoch: Int, to pixels: UnsafeMutablePointer<Float>, rowStride: Int) {
    samples.scalars.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      for row in 0..<rowCount {
        (pixels + row * rowStride).update(
          from: start + (sample * rowCount + row) * rowLength, count: rowLength)
      }
    }
  }

  /// The most probable class.
  public func label(of sample: Int) -> Int {
    let row = targets.scalars[sample * classCount..<(sample + 1) * classCount]
    return (row.firstIndex(of: row.max() ?? 0) ?? row.startIndex) - row.startIndex
  }

  /// The target as it stands.
  public func writeTarget(sample: Int, epoch: Int, to target: UnsafeMutablePointer<Float>) {
    for k in 0..<classCount { target[k] = targets.scalars[sample * classCount + k] }
  }

  /// The weight as it stands.
  public func weight(of sample: Int) -> Float { weights[sample] }
}
