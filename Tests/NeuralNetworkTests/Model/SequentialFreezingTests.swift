import Foundation
import Testing

@testable import NeuralNetwork

@Suite struct SequentialFreezingTests {
  private func model() throws -> Sequential {
    try Sequential(input: [6, 6, 1]) {
      Conv2D(2, kernelSize: 3, name: "first")
      Flatten()
      Dense(4, name: "hidden")
      Dense(3, activation: .softmax, name: "last")
    }
  }

  @Test func frozenLayersAreNotTrainable() throws {
    let model = try model().freezing(["first", "last"])
    let trainable = model.parameterLayout.entries.filter(\.description.isTrainable).map(\.name)
    #expect(trainable == ["hidden/kernel", "hidden/bias"])
    #expect(model.namesWithParameters == ["first", "hidden", "last"])
    // 3 x 3 x 2 + 2 and 4 x 3 + 3
    #expect(model.summary().contains("Non-trainable params: 35 "))
    #expect(try model.freezing([]).parameterLayout == self.model().parameterLayout)
  }

  @Test func namesThatNoLayerHasAreRefused() throws {
    let error = #expect(throws: ModelError.self) { try model().freezing(["hiden"]) }
    #expect("\(try #require(error))".contains("did you mean \"hidden\"?"))
  }

  @Test func kerasJSONSaysItBothWays() throws {
    let model = try model().freezing(["first"])
    let text = model.kerasJSON()
    #expect(text.components(separatedBy: "\"trainable\": false").count == 2)
    let read = try Sequential(kerasJSON: text)
    #expect(read.frozen == ["first"] && read.parameterLayout == model.parameterLayout)
    // A whole model that is not trainable.
    let whole = try Sequential(
      kerasJSON: self.model().kerasJSON().replacing("\"trainable\": true", with: "\"trainable\": false"))
    #expect(whole.parameterLayout.entries.allSatisfy { !$0.description.isTrainable })
  }

  @Test func weightsAreTakenByNameAndShape() throws {
    let model = try model()
    let (old, new) = (Parameters(layout: model.parameterLayout), try model.replacingHead(classes: 5))
    old.initialize(seed: 1)
    let parameters = Parameters(layout: new.parameterLayout)
    parameters.initialize(seed: 2)
    let fresh = parameters["last/kernel"]
    parameters.take(from: old, except: "last")
    #expect(parameters["hidden/kernel"] == old["hidden/kernel"])
    #expect(parameters["first/kernel"] == old["first/kernel"])
    #expect(parameters["last/kernel"] == fresh)
  }
}
