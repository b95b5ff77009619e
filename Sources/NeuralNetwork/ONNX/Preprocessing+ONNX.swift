import LinearAlgebra

extension ONNXGraph {
  /// Adds what is done to an image's pixels 0 ... 255 before the network sees it, the resizing apart.
  ///
  /// v ← x · rescale; then, where asked for, less the image's mean, divided by its standard deviation + 10⁻⁶; less the
  /// channels' means, divided by their standard deviations + 10⁻⁶ or whitened.
  ///
  /// - Parameter pixels: (N, H, W, C), uint8.
  mutating func standardize(_ pixels: ONNXValue, _ preprocessing: Preprocessing) -> ONNXValue {
    let steps = preprocessing.standardization
    var value = add(
      "Cast", [pixels.name], [("to", .integer(Int(ONNXTensor.ElementType.float.rawValue)))], like: pixels)
    if preprocessing.rescale != 1 {
      value = add("Mul", [value.name, constant("rescale", Float(preprocessing.rescale))], like: value)
    }
    if steps.samplewiseCenter || steps.samplewiseStdNormalization {
      value = add("Sub", [value.name, imageMean(value).name], like: value)
    }
    if steps.samplewiseStdNormalization {
      let squares = add("Mul", [value.name, value.name], like: value)
      let deviation = add("Sqrt", [imageMean(squares).name], like: value)
      value = divide(value, by: add("Add", [deviation.name, constant("epsilon", 1e-6)], like: value).name)
    }
    guard let means = steps.featurewiseMean else { return value }
    value = add(
      "Sub", [value.name, constant("mean", perChannel: means.map(Float.init), of: value)], like: value)
    if let deviations = steps.featurewiseStd {
      let divisors = deviations.map { Float($0 + 1e-6) }
      value = divide(value, by: constant("std", perChannel: divisors, of: value))
    }
    if let matrix = steps.whitening { value = whiten(value, matrix) }
    return value
  }

  /// The mean over all pixels and channels of each image, (N, 1, 1, 1).
  private mutating func imageMean(_ value: ONNXValue) -> ONNXValue {
    add(
      "ReduceMean", [value.name], [("axes", .integers([1, 2, 3])), ("keepdims", .integer(1))], like: value)
  }

  private mutating func divide(_ value: ONNXValue, by divisor: String) -> ONNXValue {
    add("Div", [value.name, divisor], like: value)
  }

  /// x W over each image as one row.
  private mutating func whiten(_ value: ONNXValue, _ matrix: [Float]) -> ONNXValue {
    let count = value.shape.count
    let weights = constant("zca_whitening", Tensor(shape: [count, count], scalars: matrix))
    let row = ONNXValue(name: "", shape: [count])
    let flat = add("Flatten", [value.name], [("axis", .integer(1))], like: row)
    let product = add("MatMul", [flat.name, weights], like: row)
    let sizes = constant("shape", integers: [-1] + value.shape.dimensions)
    return add("Reshape", [product.name, sizes], like: value)
  }
}
