import LinearAlgebra

extension BatchNormalization: ReferenceLayer {
  /// y = γ · (x − μ) / √(σ² + ε) + β, with the batch's μ and σ² while training and the moving ones otherwise.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    let channels = input.shape[-1]
    let moving = Array(parameters.suffix(2))
    let statistics =
      context.isTraining
      ? batchStatistics(of: input) : Statistics(mean: moving[0], variance: moving[1])
    let standard = Standardization(
      input.scalars, statistics: statistics, epsilon: epsilon, group: { $0 % channels })
    let affine = Affine(scale: scale, center: center, parameters: parameters)
    let output = Tensor(shape: input.shape, scalars: affine.output(of: standard.values))
    return ReferenceStep(
      output: output, movedParameters: context.isTraining ? self.moved(moving, by: statistics) : moving
    ) { dOutput in
      let (dValues, dParameters) = affine.gradients(of: standard.values, dOutput: dOutput.scalars)
      // The moving statistics do not depend on the input.
      let dInput =
        context.isTraining ? standard.gradient(dValues) : standard.gradientOfFixedStatistics(dValues)
      let zeros = [Double](repeating: 0, count: channels)
      return (Tensor(shape: input.shape, scalars: dInput), dParameters + [zeros, zeros])
    }
  }

  /// The mean and the biased variance of each channel over the whole batch.
  func batchStatistics(of input: Tensor<Double>) -> Statistics {
    let channels = input.shape[-1]
    return Statistics(of: input.scalars, groups: channels, group: { $0 % channels })
  }

  /// The moving mean and variance after a step: m · momentum + batch · (1 − momentum).
  func moved(_ moving: [[Double]], by batch: Statistics) -> [[Double]] {
    zip(moving, [batch.mean, batch.variance]).map { moving, batch in
      zip(moving, batch).map { $0 * momentum + $1 * (1 - momentum) }
    }
  }
}

extension LayerNormalization: ReferenceLayer {
  /// y = γ · (x − μ) / √(σ² + ε) + β, with μ and σ² of each row.
  func step(_ input: Tensor<Double>, parameters: [[Double]], context: ReferenceContext) -> ReferenceStep {
    let channels = input.shape[-1]
    let rows = input.shape.count / channels
    let statistics = Statistics(of: input.scalars, groups: rows, group: { $0 / channels })
    let standard = Standardization(
      input.scalars, statistics: statistics, epsilon: epsilon, group: { $0 / channels })
    let affine = Affine(scale: scale, center: center, parameters: parameters)
    let output = Tensor(shape: input.shape, scalars: affine.output(of: standard.values))
    return ReferenceStep(output: output) { dOutput in
      let (dValues, dParameters) = affine.gradients(of: standard.values, dOutput: dOutput.scalars)
      return (Tensor(shape: input.shape, scalars: standard.gradient(dValues)), dParameters)
    }
  }
}

/// The means and the biased variances of groups of numbers.
struct Statistics: Equatable {
  var mean: [Double]
  var variance: [Double]

  /// Takes statistics that are known.
  init(mean: [Double], variance: [Double]) {
    self.mean = mean
    self.variance = variance
  }

  /// Computes the statistics of groups of equal size.
  ///
  /// - Parameter group: The group of each place.
  init(of values: [Double], groups: Int, group: (Int) -> Int) {
    let count = Double(values.count / groups)
    mean = [Double](repeating: 0, count: groups)
    variance = mean
    for (index, value) in values.enumerated() { mean[group(index)] += value / count }
    for (index, value) in values.enumerated() {
      let distance = value - mean[group(index)]
      variance[group(index)] += distance * distance / count
    }
  }
}

/// (x − μ) / √(σ² + ε), group by group.
private struct Standardization {
  let values: [Double]
  private let deviations: [Double]
  private let group: (Int) -> Int

  init(_ input: [Double], statistics: Statistics, epsilon: Double, group: @escaping (Int) -> Int) {
    let deviations = statistics.variance.map { ($0 + epsilon).squareRoot() }
    values = input.enumerated().map { ($1 - statistics.mean[group($0)]) / deviations[group($0)] }
    self.deviations = deviations
    self.group = group
  }

  /// dx = (dv − mean(dv) − v · mean(dv · v)) / √(σ² + ε), where the statistics are those of x.
  func gradient(_ dValues: [Double]) -> [Double] {
    let groups = deviations.count
    let count = Double(values.count / groups)
    var mean = [Double](repeating: 0, count: groups)
    var product = mean
    for (index, d) in dValues.enumerated() {
      mean[group(index)] += d / count
      product[group(index)] += d * values[index] / count
    }
    return dValues.enumerated().map { index, d in
      let group = group(index)
      return (d - mean[group] - values[index] * product[group]) / deviations[group]
    }
  }

  /// dx = dv / √(σ² + ε), where the statistics are given.
  func gradientOfFixedStatistics(_ dValues: [Double]) -> [Double] {
    dValues.enumerated().map { $1 / deviations[group($0)] }
  }
}

/// y = γ · v + β over the last axis, either of them perhaps missing.
private struct Affine {
  private let gamma: [Double]?
  private let beta: [Double]?
  private let channels: Int

  init(scale: Bool, center: Bool, parameters: [[Double]]) {
    gamma = scale ? parameters[0] : nil
    beta = center ? parameters[scale ? 1 : 0] : nil
    channels = gamma?.count ?? beta?.count ?? 1
  }

  func output(of values: [Double]) -> [Double] {
    values.enumerated().map { $1 * (gamma?[$0 % channels] ?? 1) + (beta?[$0 % channels] ?? 0) }
  }

  func gradients(of values: [Double], dOutput: [Double]) -> (dValues: [Double], dParameters: [[Double]]) {
    let dGamma = columnSums(zip(values, dOutput).map { $0 * $1 }, columns: channels)
    let dBeta = columnSums(dOutput, columns: channels)
    return (
      dOutput.enumerated().map { $1 * (gamma?[$0 % channels] ?? 1) },
      (gamma == nil ? [] : [dGamma]) + (beta == nil ? [] : [dBeta])
    )
  }
}
