import LinearAlgebra
import NeuralNetwork
import Parallelism
import Training

/// Points in the plane around three centres, a class for each: a small problem that can be solved.
func blobs(count: Int, stream: UInt32 = 100) -> ArraySource {
  let centres: [(Float, Float)] = [(0, 1), (1, -0.6), (-1, -0.6)]
  var numbers = RandomNumbers(seed: 1, purpose: .reference, stream: stream).sequence(0, 0)
  var points: [Float] = []
  for sample in 0..<count {
    let centre = centres[sample % 3]
    points.append(centre.0 + 0.25 * Float(numbers.nextNormal()))
    points.append(centre.1 + 0.25 * Float(numbers.nextNormal()))
  }
  return ArraySource(
    samples: Tensor(shape: [count, 2], scalars: points), labels: (0..<count).map { $0 % 3 }, classCount: 3)
}

/// A network for them.
func blobModel() throws -> Sequential {
  try Sequential(input: [2]) {
    Dense(16, activation: .relu)
    Dense(3, activation: .softmax)
  }
}
