import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct LayerConfigurationTests {
  func configuration(_ fields: [JSON.Member]) throws -> LayerConfiguration {
    try LayerConfiguration(className: "Layer", fields: [("name", "l")] + fields)
  }

  @Test func values() throws {
    let fields = try configuration([
      ("i", 3), ("n", .number(0.5)), ("b", false), ("s", [2, 3]), ("one", 4), ("p", "SAME"), ("a", "silu"),
      ("g", "he_normal"),
    ])
    #expect(try fields.integer("i", in: 1...3) == 3)
    #expect(try fields.number("n", from: 0, below: 1) == 0.5)
    #expect(try fields.boolean("b", default: true) == false)
    #expect(try fields.size("s") == Size2(2, 3))
    #expect(try fields.size("one") == 4)
    #expect(try fields.padding("p") == .same)
    #expect(try fields.activation("a") == .swish)
    #expect(try fields.initializer("g", default: .zeros) == .heNormal)
    try fields.requireNothingElse()
  }

  @Test func absentFields() throws {
    let fields = try configuration([("s", nil)])
    #expect(try fields.size("s", default: 2) == 2)
    #expect(try fields.boolean("b", default: true))
    #expect(try fields.padding("p") == .valid)
    #expect(try fields.activation("a") == .linear)
    #expect(try fields.initializer("g", default: .glorotUniform) == .glorotUniform)
    #expect(throws: ModelError.self) { try fields.integer("i", in: 0...1) }
    #expect(throws: ModelError.self) { try fields.size("s") }
  }

  @Test func errorsNameLayerFieldAndValue() throws {
    let fields = try configuration([("i", 7)])
    let error = #expect(throws: ModelError.self) { try fields.integer("i", in: 1...3) }
    #expect(error?.description == "l (Layer): i is 7, expected a whole number from 1 to 3")
  }

  @Test func anActivationOfAnotherNameTellsTheNearest() throws {
    for (name, nearest) in [("rellu", "relu"), ("hard_silo", "hard_silu"), ("Softmaxx", "softmax")] {
      let fields = try configuration([("a", .string(name))])
      let error = #expect(throws: ModelError.self) { try fields.activation("a") }
      #expect(error?.description.hasSuffix("softmax; did you mean \(nearest)?") == true)
    }
    let error = #expect(throws: ModelError.self) { try configuration([("a", 3)]).activation("a") }
    #expect(error?.description.hasSuffix("swish, hard_swish, softmax") == true)
  }

  @Test func fieldsThatNobodyReads() throws {
    try configuration([("x", nil)]).requireNothingElse()
    #expect(throws: ModelError.self) { try configuration([("x", 1)]).requireNothingElse() }
    let fields = try configuration([("x", 1)])
    fields.ignore("x")
    try fields.requireNothingElse()
  }

  @Test func initializers() throws {
    func initializer(_ text: String) throws -> Initializer? {
      Initializer(kerasJSON: try JSON(parsing: text.utf8))
    }
    for initializer in [Initializer.glorotUniform, .heNormal, .zeros, .normal(stddev: 0.125)] {
      #expect(Initializer(kerasJSON: initializer.json) == initializer)
    }
    #expect(try initializer(#"{"class_name": "RandomNormal", "config": {}}"#) == .normal(stddev: 0.05))
    #expect(try initializer(#"{"class_name": "RandomNormal", "config": {"mean": 1.0}}"#) == nil)
    #expect(
      try initializer(#"{"class_name": "RandomUniform", "config": {}}"#) == .randomUniform(in: -0.05...0.05))
    #expect(try initializer(#"{"class_name": "Orthogonal", "config": {}}"#) == nil)
    #expect(try initializer(#"{"class_name": "GlorotUniform", "config": {"seed": 3}}"#) == .glorotUniform)
    #expect(try initializer("3") == nil)
  }
}
