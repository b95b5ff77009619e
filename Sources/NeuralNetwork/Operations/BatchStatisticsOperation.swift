import Kernels

/// Puts the statistics of a batch together from those of its samples, in the order of the samples.
///
/// Sums are in double precision and follow from the samples alone: of a whole batch neither threads nor lanes nor shards
/// change a bit.
package struct BatchStatisticsOperation: Sendable {
  package let name: String
  let statistics: BatchStatistics
  let value: Value
  let memory: BatchStatisticsMemory

  private var pixels: Int { value.layout.height * value.layout.width }

  /// Works out what the normalization reads: by the statistics of the samples while training, by the moving ones else.
  package func forward(_ batch: Shard) {
    let (channels, row) = (statistics.channels, memory.row)
    let (line, sums) = (memory.line(batch), memory.sums(batch))
    let isMeasured = batch.step != nil && !statistics.isFrozen
    if isMeasured { measure(batch) }
    for c in 0..<channels {
      let (center, spread) =
        isMeasured
        ? (sums[c], sums[row + c])
        : (
          Double(batch.parameters[statistics.movingMean + c]),
          Double(batch.parameters[statistics.movingVariance + c])
        )
      let inverse = 1 / (spread + statistics.epsilon).squareRoot()
      line[c] = Float(center)
      line[row + c] = Float(inverse * Double(statistics.gamma.map { batch.parameters[$0 + c] } ?? 1))
      line[2 * row + c] = statistics.beta.map { batch.parameters[$0 + c] } ?? 0
      line[3 * row + c] = Float(inverse)
    }
  }

  /// Leaves mean and variance in the sums: with n pixels a sample μ = Σ mean / N and
  /// σ² = (Σ deviations + n Σ (mean − μ)²) / (N n).
  ///
  /// - Source: T. Chan, G. Golub, R. LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing Sample Variances",
  ///   1979.
  package func measure(_ batch: Shard) {
    let (channels, row) = (statistics.channels, memory.row)
    let (means, squares) = (memory.sums(batch), memory.sums(batch) + row)
    addSamples(batch, memory.moments)
    for c in 0..<channels { means[c] /= Double(batch.count) }
    for sample in 0..<batch.count {
      let own = batch.pointer(memory.moments, sample)
      for c in 0..<channels {
        let difference = Double(own[c]) - means[c]
        squares[c] += Double(pixels) * difference * difference
      }
    }
    for c in 0..<channels { squares[c] /= Double(batch.count * pixels) }
  }

  /// Moves the moving statistics towards those that were measured last: m ← momentum · m + (1 − momentum) · the batch's.
  ///
  /// - Source: `keras/src/layers/normalization/batch_normalization.py`; the variance is that of the numbers themselves.
  package func moveStatistics(_ batch: Shard, parameters: UnsafeMutablePointer<Float>) {
    guard !statistics.isFrozen else { return }
    let (keep, sums) = (statistics.momentum, memory.sums(batch))
    let mean = parameters + statistics.movingMean
    let variance = parameters + statistics.movingVariance
    for c in 0..<statistics.channels {
      mean[c] = Float(keep * Double(mean[c]) + (1 - keep) * sums[c])
      variance[c] = Float(keep * Double(variance[c]) + (1 - keep) * sums[memory.row + c])
    }
  }

  /// Sums both rows of numbers over the samples.
  private func addSamples(_ batch: Shard, _ place: Place) {
    let sums = memory.sums(batch)
    sums.update(repeating: 0, count: 2 * memory.row)
    for sample in 0..<batch.count {
      let own = batch.pointer(place, sample)
      for k in 0..<2 * memory.row { sums[k] += Double(own[k]) }
    }
  }

  /// Adds the gradients of γ and β to those of the shard's lane, and works out what the way back reads.
  package func backward(_ batch: Shard) {
    let (channels, row) = (statistics.channels, memory.row)
    addSamples(batch, memory.gradients)
    let (sums, line, back) = (memory.sums(batch), memory.line(batch), memory.backLine(batch))
    let count = Double(batch.count * pixels)
    for c in 0..<channels {
      let (factor, inverse) = (Double(line[row + c]), Double(line[3 * row + c]))
      if let beta = statistics.beta { batch.gradient[beta + c] += Float(sums[c]) }
      if let gamma = statistics.gamma { batch.gradient[gamma + c] += Float(sums[row + c] * inverse) }
      // Statistics that are given depend on no input.
      let share = statistics.isFrozen ? 0 : 1 / count
      back[c] = Float(-factor * inverse * inverse * sums[row + c] * share)
      back[row + c] = Float(-factor * sums[c] * share)
    }
  }
}
