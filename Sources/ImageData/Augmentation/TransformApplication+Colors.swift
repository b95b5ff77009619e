import Kernels

extension TransformApplication {
  /// Writes an image whose values are changed by more than one factor.
  ///
  /// - Parameter memory: Room for the factors and the offsets of the channels, `ColorAdjustment.period` floats each.
  func recolor(
    _ transform: ImageTransform, of input: UnsafePointer<UInt8>, to rows: PixelRows,
    _ memory: UnsafeMutablePointer<Float>
  ) {
    let (factors, offsets) = (memory, memory + ColorAdjustment.period)
    var finish = RowFinish(
      adjustment: ColorAdjustment(
        shift: Float(transform.channelShift), low: -.greatestFiniteMagnitude,
        high: .greatestFiniteMagnitude, gain: Float(transform.brightness), factors: factors,
        offsets: offsets),
      changesColors: transform.changesColors)
    // Channel shift and brightness do not wait for the image's mean; what follows does if it is asked for.
    let looksAtAll =
      standardization.isSamplewise || standardization.preprocessingFunction != nil || transform.mixesColors
      || transform.operations.recolors || transform.erased != nil
    setStandardization(factors, offsets, isDone: !looksAtAll, center: 0, deviation: 1)
    if transform.channelShift != 0 {
      resample(transform, of: input, to: rows, scale: 1)
      (finish.adjustment.low, finish.adjustment.high) = extremes(of: rows)
      finish.apply(to: rows, kernels)
    } else {
      resample(
        transform, of: input, to: rows, scale: 1,
        finish: transform.changesColors || !looksAtAll ? finish : nil)
    }
    guard looksAtAll else { return }

    if transform.mixesColors { ColorMatrix(transform, of: rows).apply(to: rows) }
    if transform.operations.recolors { applyOperations(transform.operations, to: rows) }
    if let erased = transform.erased { rows.fill(erased, with: geometry.cval) }
    standardization.preprocessingFunction?.body(rows)
    let (mean, deviation) = standardization.isSamplewise ? moments(of: rows) : (0, 1)
    setStandardization(factors, offsets, isDone: true, center: mean, deviation: deviation)
    finish.changesColors = false
    finish.apply(to: rows, kernels)
  }

  /// Writes the factor a and offset b of each channel: a x + b is the standardized x.
  ///
  /// - Parameters:
  ///   - isDone: Whether everything is known that is needed; otherwise values stay as they are.
  ///   - center: The image's mean, of values not yet rescaled.
  ///   - deviation: Their standard deviation.
  private func setStandardization(
    _ factors: UnsafeMutablePointer<Float>, _ offsets: UnsafeMutablePointer<Float>, isDone: Bool,
    center: Double, deviation: Double
  ) {
    for channel in 0..<channels {
      var line = Line()
      if isDone { standardize(&line, channel: channel, center: center, deviation: deviation) }
      for place in stride(from: channel, to: ColorAdjustment.period, by: channels) {
        factors[place] = Float(line.factor)
        offsets[place] = Float(line.offset)
      }
    }
  }

  /// Appends the steps of the standardization to a line.
  private func standardize(_ line: inout Line, channel: Int, center: Double, deviation: Double) {
    let rescale = Double(standardization.rescale)
    line.factor *= rescale
    if standardization.isSamplewise { line.offset -= center * rescale }
    if standardization.samplewiseStdNormalization { line.divide(byDeviation: deviation * abs(rescale)) }
    guard standardization.needsStatistics, let statistics = standardization.statistics else { return }
    line.offset -= statistics.mean[channel]
    if standardization.featurewiseStdNormalization {
      line.divide(byDeviation: statistics.standardDeviation[channel])
    }
  }

  /// factor · x + offset
  private struct Line {
    var factor = 1.0
    var offset = 0.0

    mutating func divide(byDeviation deviation: Double) {
      let divisor = deviation + ImageDataGenerator.Standardization.epsilon
      (factor, offset) = (factor / divisor, offset / divisor)
    }
  }

  /// The least and the greatest value of an image.
  private func extremes(of rows: PixelRows) -> (least: Float, greatest: Float) {
    var result = (least: Float.infinity, greatest: -Float.infinity)
    for y in 0..<rows.height { result = kernels.extremes(count: rows.count, rows.row(y), and: result) }
    return result
  }

  /// Mean and standard deviation of all values of an image: the second from the deviations from the first.
  private func moments(of rows: PixelRows) -> (mean: Double, deviation: Double) {
    let count = Double(rows.height * rows.count)
    var sum = 0.0
    for y in 0..<rows.height { sum += kernels.moments(count: rows.count, rows.row(y), center: 0).first }
    let mean = sum / count
    var squares = 0.0
    for y in 0..<rows.height {
      squares += kernels.moments(count: rows.count, rows.row(y), center: mean).second
    }
    return (mean, (squares / count).squareRoot())
  }
}
