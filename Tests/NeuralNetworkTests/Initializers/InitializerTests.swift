import Foundation
import Testing

@testable import NeuralNetwork

@Suite struct InitializerTests {
  func values(
    _ initializer: Initializer, count: Int = 20_000, name: String = "conv2d/kernel", seed: UInt64 = 3,
    fanIn: Int = 50,
    fanOut: Int = 100
  ) -> [Double] {
    var values = [Float](repeating: .nan, count: count)
    values.withUnsafeMutableBufferPointer {
      initializer.write(to: $0, name: name, seed: seed, fanIn: fanIn, fanOut: fanOut)
    }
    return values.map(Double.init)
  }

  func moments(_ values: [Double]) -> (mean: Double, deviation: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return (mean, variance.squareRoot())
  }

  // Means of 20,000 numbers scatter by σ / 141, deviations by at most σ / 200: five times that is allowed.

  @Test func glorotUniform() {
    let values = values(.glorotUniform)
    let limit = (6.0 / 150).squareRoot()
    let (mean, deviation) = moments(values)
    #expect(values.allSatisfy { abs($0) <= limit * (1 + 1e-7) })
    #expect(values.contains { $0 > 0.99 * limit } && values.contains { $0 < -0.99 * limit })
    #expect(abs(mean) < deviation * 5 / 141)
    #expect(abs(deviation - limit / 3.0.squareRoot()) < deviation / 40)
  }

  @Test func heNormal() {
    let values = values(.heNormal)
    let target = (2.0 / 50).squareRoot()
    let (mean, deviation) = moments(values)
    #expect(values.allSatisfy { abs($0) <= 2 * target / 0.87962566103423978 * (1 + 1e-7) })
    #expect(abs(mean) < target * 5 / 141)
    #expect(abs(deviation - target) < target / 40)
  }

  @Test func normal() {
    let values = values(.normal(stddev: 0.01))
    let (mean, deviation) = moments(values)
    #expect(abs(mean) < 0.01 * 5 / 141)
    #expect(abs(deviation - 0.01) < 0.01 / 40)
    // Not truncated: of 20,000 numbers about 910 lie beyond two deviations.
    #expect(values.contains { abs($0) > 0.03 })
  }

  static let uniforms: [(Initializer, limit: Double)] = [
    (.heUniform, (6.0 / 50).squareRoot()), (.lecunUniform, (3.0 / 50).squareRoot()),
    (.randomUniform(in: -0.05...0.05), 0.05),
  ]

  @Test(arguments: uniforms.indices)
  func uniform(index: Int) {
    let (initializer, limit) = Self.uniforms[index]
    let values = values(initializer)
    let (mean, deviation) = moments(values)
    #expect(values.allSatisfy { abs($0) <= limit * (1 + 1e-7) })
    #expect(values.contains { $0 > 0.99 * limit } && values.contains { $0 < -0.99 * limit })
    #expect(abs(mean) < deviation * 5 / 141)
    #expect(abs(deviation - limit / 3.0.squareRoot()) < deviation / 40)
  }

  /// The deviation, and where it is cut.
  static let truncated: [(Initializer, deviation: Double, cut: Double)] = [
    (.glorotNormal, (2.0 / 150).squareRoot(), 2 * (2.0 / 150).squareRoot() / Initializer.truncatedDeviation),
    (.lecunNormal, (1.0 / 50).squareRoot(), 2 * (1.0 / 50).squareRoot() / Initializer.truncatedDeviation),
    (.truncatedNormal(stddev: 0.05), 0.05 * Initializer.truncatedDeviation, 0.1),
  ]

  @Test(arguments: truncated.indices)
  func truncatedNormal(index: Int) {
    let (initializer, target, cut) = Self.truncated[index]
    let values = values(initializer)
    let (mean, deviation) = moments(values)
    #expect(values.allSatisfy { abs($0) <= cut * (1 + 1e-7) })
    #expect(values.contains { abs($0) > 0.95 * cut })
    #expect(abs(mean) < target * 5 / 141)
    #expect(abs(deviation - target) < target / 40)
  }

  @Test func oneNumber() {
    #expect(values(.zeros).allSatisfy { $0 == 0 })
    #expect(values(.ones).allSatisfy { $0 == 1 })
    #expect(values(.constant(0.25)).allSatisfy { $0 == 0.25 })
  }

  /// As Keras 3.15 writes them, but for the module.
  static let json: [(Initializer, String)] = [
    (.heUniform, #""HeUniform", "config": {"seed": null, "input_axes": null, "output_axes": null}"#),
    (.lecunNormal, #""LecunNormal", "config": {"seed": null, "input_axes": null, "output_axes": null}"#),
    (.lecunUniform, #""LecunUniform", "config": {"seed": null, "input_axes": null, "output_axes": null}"#),
    (.glorotNormal, #""GlorotNormal", "config": {"seed": null, "input_axes": null, "output_axes": null}"#),
    (
      .truncatedNormal(stddev: 0.05),
      #""TruncatedNormal", "config": {"seed": null, "mean": 0.0, "stddev": 0.05}"#
    ),
    (
      .randomUniform(in: -0.05...0.05),
      #""RandomUniform", "config": {"seed": null, "minval": -0.05, "maxval": 0.05}"#
    ),
    (.constant(0.1), #""Constant", "config": {"value": 0.1}"#), (.ones, #""Ones", "config": {}"#),
  ]

  @Test(arguments: json.indices)
  func kerasJSON(index: Int) throws {
    let (initializer, text) = Self.json[index]
    #expect(initializer.json.description.contains("\"class_name\": \(text)"))
    #expect(Initializer(kerasJSON: initializer.json) == initializer)
    let name = try #require(initializer.json["class_name"])
    // A name alone, as Keras 2 may write it, stands for the default arguments.
    if case .constant = initializer { return }
    #expect(Initializer(kerasJSON: .string(snakeCase(name.text ?? ""))) == initializer)
  }

  @Test func refusedJSON() throws {
    for text in [
      #"{"class_name": "RandomUniform", "config": {"minval": 1, "maxval": 0}}"#,
      #"{"class_name": "TruncatedNormal", "config": {"mean": 1, "stddev": 1}}"#,
      #"{"class_name": "Constant", "config": {"value": 1e300}}"#,
      #"{"class_name": "Constant", "config": {"value": [1, 2]}}"#, #""Orthogonal""#,
    ] {
      let json = try JSON(parsing: text.utf8)
      #expect(Initializer(kerasJSON: json) == nil, "\(text)")
    }
  }

  @Test func seedAndNameDecide() {
    let base = values(.glorotUniform, count: 32)
    #expect(values(.glorotUniform, count: 32) == base)
    #expect(Array(values(.glorotUniform, count: 64).prefix(32)) == base)
    #expect(values(.glorotUniform, count: 32, seed: 4) != base)
    #expect(values(.glorotUniform, count: 32, name: "conv2d_1/kernel") != base)
  }
}
