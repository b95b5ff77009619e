import Kernels
import NeuralNetwork

/// The directions of a whole step, kept until the norms of each tensor's weights and direction are known.
///
/// The parts of the parameter buffer come from many threads, each with sixteen sums of squares of either; these are added in
/// the order of the parts, so the norms depend on no thread.
final class NormScaledSteps: @unchecked Sendable {
  let parts: [WholeGradient.Part]
  private let kernels: any KernelSet.Type
  private let directions: FloatMemory
  /// Sixteen sums for the weights of each part, then sixteen for their direction.
  private let squares: FloatMemory
  /// ‖w‖ / ‖r‖ of each tensor.
  private let ratios: UnsafeMutableBufferPointer<Float>
  private let sums: UnsafeMutableBufferPointer<(weights: Double, direction: Double)>

  init(
    parts: [WholeGradient.Part], count: Int, tensorCount: Int, kernels: any KernelSet.Type
  ) {
    self.parts = parts
    self.kernels = kernels
    directions = FloatMemory(count: count)
    squares = FloatMemory(count: parts.count * 32)
    ratios = .allocate(capacity: tensorCount)
    ratios.initialize(repeating: 1)
    sums = .allocate(capacity: tensorCount)
    sums.initialize(repeating: (0, 0))
  }

  deinit {
    ratios.deallocate()
    sums.deallocate()
  }

  /// Where the direction of a part goes.
  func direction(_ part: Int) -> UnsafeMutablePointer<Float> {
    directions.start + parts[part].range.lowerBound
  }

  /// Sums up a part whose direction is there.
  func measure(_ part: Int, weights: UnsafePointer<Float>) {
    let (count, sums) = (parts[part].range.count, squares.start + 32 * part)
    sums.update(repeating: 0, count: 32)
    kernels.addSquares(count: count, weights, to: sums)
    kernels.addSquares(count: count, direction(part), to: sums + 16)
  }

  /// Works out the ratio of each tensor, once all parts are there.
  func measure() {
    for tensor in 0..<sums.count { sums[tensor] = (0, 0) }
    for part in 0..<parts.count {
      let (own, tensor) = (squares.start + 32 * part, parts[part].tensor)
      for k in 0..<16 {
        sums[tensor].weights += Double(own[k])
        sums[tensor].direction += Double(own[16 + k])
      }
    }
    for tensor in 0..<sums.count {
      let (weights, direction) = sums[tensor]
      ratios[tensor] = weights > 0 && direction > 0 ? Float((weights / direction).squareRoot()) : 1
    }
  }

  /// Moves the weights of a part.
  func move(_ part: Int, weights: UnsafeMutablePointer<Float>, learningRate: Double) {
    kernels.gradientDescent(
      count: parts[part].range.count, weights: weights, gradient: direction(part),
      learningRate: Float(learningRate * Double(ratios[parts[part].tensor])))
  }
}
