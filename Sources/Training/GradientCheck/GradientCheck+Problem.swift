import LinearAlgebra
import NeuralNetwork
import Parallelism

extension GradientCheck {
  /// The samples of a check where none are asked for: 4, or fewer where a model is so large that too few differences could
  /// be taken.
  public static func usualSamples(of model: Sequential) -> Int {
    let least = 4
    return [4, 2].first { affordableEntries(of: model, samples: $0) >= least } ?? 1
  }

  /// The entries of each tensor whose differences take at most ``mostProducts``.
  static func affordableEntries(of model: Sequential, samples: Int) -> Int {
    let products = model.layers.indices.map { Double(model.productsPerImage(ofLayer: $0)) }.reduce(1, +)
    // Two losses an entry; the input is a tensor, too.
    let tensors = Double(model.learnedEntries.count + 1)
    let entries = mostProducts / (2 * products * Double(samples) * tensors)
    return max(1, Int(min(entries, Double(mostEntries))))
  }
}

extension Sequential {
  /// The parameters that gradients move, or would if their layer were not frozen: all but moving statistics.
  var learnedEntries: [ParameterEntry] {
    layers.indices.flatMap { index in
      zip(parameterEntries(ofLayer: index), layers[index].parameters(for: inputShape(ofLayer: index)))
        .filter { $0.1.isTrainable }.map(\.0)
    }
  }
}

extension GradientCheck.Problem {
  /// The samples that a training sees first.
  public init(
    model: Sequential, parameters: Parameters, first count: Int, of source: some SampleSource,
    loss: Loss? = nil
  ) {
    let (shape, order) = (source.sampleShape, source.order(epoch: 0).prefix(count))
    let rowLength = shape.dimensions.suffix(shape.rank >= 3 ? 2 : 1).reduce(1, *)
    var samples = Tensor<Float>(repeating: 0, shape: Shape([order.count] + shape.dimensions))
    var targets = Tensor<Float>(repeating: 0, shape: [order.count, source.classCount])
    samples.scalars.withUnsafeMutableBufferPointer { pixels in
      targets.scalars.withUnsafeMutableBufferPointer { rows in
        guard let pixels = pixels.baseAddress, let rows = rows.baseAddress else { return }
        for (place, sample) in order.enumerated() {
          source.write(sample: sample, epoch: 0, to: pixels + place * shape.count, rowStride: rowLength)
          source.writeTarget(sample: sample, epoch: 0, to: rows + place * source.classCount)
        }
      }
    }
    self.init(
      model: model, parameters: parameters, samples: samples, targets: targets,
      weights: order.map(source.weight(of:)), loss: loss)
  }
}

extension Parameters {
  /// Draws the biases and the β of normalizations from −0.1 to 0.1.
  ///
  /// Fresh ones are 0: where an image is black, relu then stands exactly on its kink, and has no gradient to check.
  public func drawBiases(seed: UInt64) {
    let numbers = RandomNumbers(seed: seed, purpose: .reference, stream: 1)
    for entry in layout.entries where ["bias", "beta"].contains(entry.description.suffix) {
      var sequence = numbers.sequence(of: stableHash(entry.name))
      for index in entry.range { values[index] = Float(sequence.nextUniform(in: -0.1...0.1)) }
    }
  }
}
