import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct SpatialDropout2DTests {
  let input = Tensor(shape: [3, 4, 5, 16], scalars: (0..<960).map { 1 + Double($0 % 7) })

  @Test func wholeChannelsFall() {
    let context = ReferenceContext(layerIndex: 2, dropout: DropoutStep(seed: 9, step: 4))
    let step = SpatialDropout2D(0.25).step(input, parameters: [], context: context)
    let mask = DropoutMask(rate: 0.25, seed: 9, layer: 2)
    var fallen = 0
    for (index, value) in step.output.scalars.enumerated() {
      // One element of the mask for each channel.
      let isKept = mask.keeps(element: index % 16, position: index / 320, step: 4)
      #expect(value == (isKept ? input.scalars[index] * (1 / 0.75) : 0))
      fallen += isKept ? 0 : 1
    }
    #expect(fallen > 0 && fallen < 960)
    #expect(step.pullback(input).dInput == step.output)
  }

  @Test func inferenceChangesNothing() {
    let context = ReferenceContext(layerIndex: 2, dropout: nil)
    #expect(SpatialDropout2D(0.25).step(input, parameters: [], context: context).output == input)
  }

  /// Keras' class takes no `trainable`, unlike all others.
  @Test func jsonOmitsTrainable() throws {
    let model = try Sequential(input: [4, 5, 2], layers: [SpatialDropout2D(0.25), Dropout(0.5)])
    let json = try JSON(parsing: model.kerasJSON().utf8)
    let layers = try #require(json["config"]?["layers"]?.elements)
    #expect(layers[1]["config"]?["rate"] == .number(0.25))
    #expect(layers[1]["config"]?["trainable"] == nil)
    #expect(layers[2]["config"]?["trainable"] == true)
    let copy = try Sequential(kerasJSON: model.kerasJSON())
    #expect((copy.layers[0] as? SpatialDropout2D)?.rate == 0.25)
  }
}
