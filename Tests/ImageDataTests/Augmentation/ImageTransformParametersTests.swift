import Testing

@testable import ImageData

@Suite struct ImageTransformParametersTests {
  @Test func whatDoesNothingHasNone() {
    #expect(ImageTransform().parameters.isEmpty)
  }

  /// Every field of a transform shows.
  @Test func everythingIsNamed() {
    let transform = ImageTransform(
      rotation: -12.345, verticalShift: 1, shear: 3, verticalZoom: 1.5, flipsHorizontally: true,
      flipsVertically: true, channelShift: 20, brightness: 0.5, contrast: 2, saturation: 0.25, hue: 90,
      crop: .init(top: 1, left: 2, height: 3, width: 4), erased: .init(top: 5, left: 6, height: 7, width: 8),
      operations: [.init(.posterize, 4), .init(.equalize)])
    #expect(
      transform.parameters.map(\.description) == [
        "crop 1 2 3 4", "rotation -12.35", "shift 1 0", "shear 3", "zoom 1.5 1", "horizontal_flip",
        "vertical_flip", "channel_shift 20", "brightness 0.5", "contrast 2", "saturation 0.25", "hue 90",
        "posterize 4", "equalize", "erased 5 6 7 8",
      ])
  }

  @Test func numbersAreShort() {
    func text(_ value: Double) -> String { "\(ImageTransform.Parameter(name: "x", values: [value]))" }
    #expect(
      [0, -0.001, 0.05, -0.5, 3.999, 1e20].map(text) == ["x 0", "x 0", "x 0.05", "x -0.5", "x 4", "x 1e+20"])
  }

  @Test func everyOperationHasAName() {
    #expect(Set(ImageOperation.Kind.allCases.map(\.name)).count == 14)
  }
}
