import Parallelism

extension Initializer {
  /// The standard deviation of a unit normal distribution cut at ±2: what the widened ones divide by, as Keras does.
  static let truncatedDeviation = 0.879_625_661_034_239_78

  /// Writes a parameter's first values, a function of the seed and of the parameter's name alone.
  ///
  /// Other layers, their order and their sizes move nothing.
  ///
  /// - Parameters:
  ///   - values: The memory to write.
  ///   - name: The parameter's full name, such as `conv2d/kernel`.
  ///   - seed: The seed of the training.
  ///   - fanIn: The number of inputs that one output sums over.
  ///   - fanOut: The number of outputs that one input reaches.
  public func write(
    to values: UnsafeMutableBufferPointer<Float>, name: String, seed: UInt64, fanIn: Int, fanOut: Int
  ) {
    var numbers = RandomNumbers(seed: seed, purpose: .initializer).sequence(of: stableHash(name))
    func uniform(in range: ClosedRange<Double>) {
      for index in values.indices { values[index] = Float(numbers.nextUniform(in: range)) }
    }
    func uniform(limit: Double) { uniform(in: -limit...limit) }
    func truncatedNormal(deviation: Double) {
      for index in values.indices { values[index] = Float(deviation * numbers.nextTruncatedNormal()) }
    }
    func truncatedNormal(variance: Double) {
      truncatedNormal(deviation: variance.squareRoot() / Self.truncatedDeviation)
    }
    switch self {
    case .glorotUniform: uniform(limit: (6 / Double(fanIn + fanOut)).squareRoot())
    case .glorotNormal: truncatedNormal(variance: 2 / Double(fanIn + fanOut))
    case .heUniform: uniform(limit: (6 / Double(fanIn)).squareRoot())
    case .heNormal: truncatedNormal(variance: 2 / Double(fanIn))
    case .lecunUniform: uniform(limit: (3 / Double(fanIn)).squareRoot())
    case .lecunNormal: truncatedNormal(variance: 1 / Double(fanIn))
    case .normal(let deviation):
      for index in values.indices { values[index] = Float(deviation * numbers.nextNormal()) }
    case .truncatedNormal(let deviation): truncatedNormal(deviation: deviation)
    case .randomUniform(let range): uniform(in: range)
    case .constant(let value): values.update(repeating: Float(value))
    case .zeros: values.update(repeating: 0)
    case .ones: values.update(repeating: 1)
    }
  }
}

extension RandomSequence {
  /// The next number of a unit normal distribution that lies within ±2; the others are passed over.
  fileprivate mutating func nextTruncatedNormal() -> Double {
    while true {
      let number = nextNormal()
      if abs(number) <= 2 { return number }
    }
  }
}
