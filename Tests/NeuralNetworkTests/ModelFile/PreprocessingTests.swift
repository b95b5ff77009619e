import Testing

@testable import NeuralNetwork

@Suite struct PreprocessingTests {
  let text =
    #"{"height": 2, "width": 3, "color": "rgb", "resize_filter": "nearest", "rescale": 0.5, "#
    + #""exif_orientation": true, "background": "1,20,255"}"#

  func read(_ text: String) throws -> Preprocessing? { Preprocessing(json: try JSON(parsing: text.utf8)) }

  @Test func readAndWritten() throws {
    let expected = Preprocessing(
      height: 2, width: 3, color: "rgb", resizeFilter: "nearest", rescale: 0.5, background: "1,20,255")
    #expect(try read(text) == expected)
    #expect(expected.json.description == text)
  }

  /// A file from before there were these fields: no image was turned, what was transparent showed white.
  @Test func aFileThatDoesNotSayWasMadeWithoutOrientation() throws {
    let old = text.replacing(#", "exif_orientation": true, "background": "1,20,255""#, with: "")
    let found = try #require(try read(old))
    #expect(!found.exifOrientation)
    #expect(found.background == "255,255,255")
  }

  @Test func standardizationIsReadAndWritten() throws {
    var standardization = Preprocessing.Standardization()
    standardization.samplewiseCenter = true
    standardization.samplewiseStdNormalization = true
    standardization.featurewiseMean = [0.5, 0.25, -1]
    standardization.featurewiseStd = [1, 0.1, 1.0 / 3]
    standardization.preprocessingFunction = "invert"
    let expected = Preprocessing(height: 2, width: 3, color: "rgb", standardization: standardization)
    #expect(try read(expected.json.description) == expected)
    standardization.featurewiseStd = nil
    let centered = Preprocessing(height: 2, width: 3, color: "rgb", standardization: standardization)
    #expect(try read(centered.json.description) == centered)
    #expect(centered != expected)
  }

  /// Numbers for channels that are not there, or that nobody can divide by.
  @Test(arguments: [
    #""featurewise_mean": [1, 2]"#, #""featurewise_mean": 1"#, #""featurewise_mean": [1, 2, null]"#,
    #""featurewise_mean": [1, 2, 3], "featurewise_std": [1, 2, -3]"#, #""featurewise_std": [1, 2, 3]"#,
    #""samplewise_center": 1"#, #""preprocessing_function": true"#, #""zca": true"#,
  ]) func malformedStandardizationIsRefused(members: String) throws {
    #expect(try read(text.dropLast() + ", \(members)}") == nil)
  }

  @Test func anythingElseIsRefused() throws {
    for (old, new) in [
      ("\"height\": 2", "\"height\": 0"), ("\"width\": 3, ", ""), ("\"rgb\"", "3"), ("0.5", "null"),
      ("0.5", "0.5, \"x\": 1"), ("true", "1"), ("1,20,255", "1,20"), ("1,20,255", "1,20,256"),
    ] {
      #expect(try read(text.replacing(old, with: new)) == nil)
    }
  }
}
