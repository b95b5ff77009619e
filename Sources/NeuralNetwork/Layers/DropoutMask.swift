import Parallelism

/// Which elements a dropout layer keeps: m = uniform(philox(seed, step, position, element)) ≥ rate.
///
/// A mask is computed, not drawn: it depends on the counters alone, never on threads or on the order of samples.
public struct DropoutMask: Sendable {
  /// What a kept element is multiplied by: 1 / (1 − rate).
  public let scale: Float
  private let rate: Float
  private let numbers: RandomNumbers

  /// Describes the masks of one layer.
  ///
  /// - Parameters:
  ///   - rate: The fraction of the elements that fall, from 0 to below 1.
  ///   - seed: The seed of the training.
  ///   - layer: The layer's place in the model, from 0.
  public init(rate: Double, seed: UInt64, layer: Int) {
    precondition(rate >= 0 && rate < 1, "A dropout rate is at least 0 and below 1, not \(rate)")
    self.rate = Float(rate)
    scale = Float(1 / (1 - rate))
    numbers = RandomNumbers(seed: seed, purpose: .dropout, stream: UInt32(layer))
  }

  /// Whether one element is kept.
  ///
  /// - Parameters:
  ///   - element: The element's place in the sample, row-major.
  ///   - position: The sample's place in the batch.
  ///   - step: The number of the training step, from 0.
  public func keeps(element: Int, position: Int, step: UInt32) -> Bool {
    uniform(numbers.block(step, UInt32(position), UInt32(element / 4))[element % 4]) >= rate
  }

  /// Writes the factors of one sample: `scale` where an element is kept, 0 where it falls.
  public func write(
    to factors: UnsafeMutableBufferPointer<Float>, position: Int, step: UInt32
  ) {
    var element = 0
    while element < factors.count {
      let block = numbers.block(step, UInt32(position), UInt32(element / 4))
      for lane in 0..<min(4, factors.count - element) {
        factors[element + lane] = uniform(block[lane]) >= rate ? scale : 0
      }
      element += 4
    }
  }
}
