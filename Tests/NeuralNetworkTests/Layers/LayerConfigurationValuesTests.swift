import LinearAlgebra
import Testing

@testable import NeuralNetwork

/// What the layers' own configurations take and refuse.
@Suite struct LayerConfigurationValuesTests {
  func layer<L: Layer>(_ type: L.Type, _ fields: String) throws -> L {
    let json = try JSON(parsing: "{\"name\": \"a\", \(fields)}".utf8)
    let configuration = try LayerConfiguration(className: L.className, fields: json.members ?? [])
    let layer = try L(configuration: configuration)
    try configuration.requireNothingElse()
    return layer
  }

  @Test func axes() throws {
    #expect(try layer(BatchNormalization.self, #""axis": [3]"#).axis == 3)
    #expect(try layer(LayerNormalization.self, #""axis": null"#).axis == -1)
    #expect(throws: ModelError.self) { try layer(LayerNormalization.self, #""axis": [1, 2]"#) }
    #expect(throws: ModelError.self) { try layer(BatchNormalization.self, #""axis": "last""#) }
    #expect(try layer(PReLU.self, #""shared_axes": [1, 2]"#).sharedAxes == [1, 2])
    #expect(try layer(PReLU.self, #""shared_axes": null"#).sharedAxes == nil)
  }

  @Test func borders() throws {
    func border(_ text: String) throws -> [Int] {
      let layer = try layer(ZeroPadding2D.self, "\"padding\": \(text)")
      return [layer.top, layer.bottom, layer.left, layer.right]
    }
    #expect(try border("2") == [2, 2, 2, 2])
    #expect(try border("[1, 2]") == [1, 1, 2, 2])
    #expect(try border("[[1, 2], [3, 4]]") == [1, 2, 3, 4])
    for text in ["-1", "[1]", "[1, [2, 3, 4]]", "\"1\"", "null", "99999999999", "[[1, 2], [3, 0.5]]"] {
      #expect(throws: ModelError.self) { try border(text) }
    }
  }

  @Test func lists() throws {
    let rescaling = try layer(Rescaling.self, #""scale": 0.5, "offset": [1, 2]"#)
    #expect(rescaling.scale == [0.5] && rescaling.offset == [1, 2])
    let array = try layer(
      Rescaling.self,
      #""scale": {"class_name": "__numpy__", "config": {"value": [2.0, 3.0], "dtype": "float32"}}"#)
    #expect(array.scale == [2, 3] && array.offset == [0])
    #expect(throws: ModelError.self) { try layer(Rescaling.self, #""scale": []"#) }
    #expect(throws: ModelError.self) { try layer(Rescaling.self, #""scale": [1, "2"]"#) }
    #expect(throws: ModelError.self) { try layer(Rescaling.self, #""scale": 1e300"#) }
  }

  @Test func numbers() throws {
    #expect(try layer(ReLU.self, #""max_value": 6"#).maxValue == 6)
    #expect(try layer(ReLU.self, #""max_value": null"#).maxValue == nil)
    #expect(throws: ModelError.self) { try layer(ReLU.self, #""negative_slope": -0.1"#) }
    #expect(try layer(LeakyReLU.self, #""alpha": 0.1"#).negativeSlope == 0.1)
    #expect(try layer(LeakyReLU.self, #""negative_slope": 0.2"#).negativeSlope == 0.2)
    #expect(throws: ModelError.self) { try layer(BatchNormalization.self, #""momentum": 1.5"#) }
    #expect(throws: ModelError.self) { try layer(BatchNormalization.self, #""renorm": true"#) }
    #expect(throws: ModelError.self) { try layer(LayerNormalization.self, #""rms_scaling": true"#) }
    #expect(throws: ModelError.self) { try layer(SpatialDropout2D.self, #""rate": 1"#) }
  }

  @Test func groups() throws {
    let fields = #""filters": 6, "kernel_size": 3, "groups": "#
    #expect(try layer(Conv2D.self, fields + "3").groups == 3)
    for groups in ["0", "-2", "4", "1.5"] {
      #expect(throws: ModelError.self) { try layer(Conv2D.self, fields + groups) }
    }
  }
}
