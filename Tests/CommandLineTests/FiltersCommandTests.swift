import Foundation
import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

struct FiltersCommandTests {
  private func write(_ model: Sequential, to path: String) throws {
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 1)
    let images = ImageDataset.shapes(count: 15, size: model.inputShape[0])
    try ModelFile(
      model: model, parameters: parameters, classNames: images.classNames,
      preprocessing: Preprocessing(ImageDataGenerator().flow(images, batchSize: 1))
    ).write(to: path)
  }

  @Test func `a picture of the filters is written`() throws {
    try withTemporaryFolder { base in
      let model = try Architecture.shapesCNN.model(input: [12, 12, 1], classes: 3)
      try write(model, to: base + "/m.safetensors")
      let run = try ProgramRun(["filters", base + "/m.safetensors", "--output", base + "/f.png"])
      try #require(run.code == 0, "\(run.messages)")
      #expect(run.messages.contains("f.png: 32 filters of conv2d, 3x3 over 1 channel\n"))
      let picture = try decodeImage(path: base + "/f.png")
      #expect(picture.size == ImageSize(height: 4 * 52 + 4, width: 8 * 52 + 4))
      // The least and the greatest weight of each filter are black and white.
      #expect(picture.pixels.contains(0) && picture.pixels.contains(255))
    }
  }

  @Test func `a model without a convolution is told`() throws {
    try withTemporaryFolder { base in
      let model = try Sequential(input: [12, 12, 1]) {
        Flatten()
        Dense(3, activation: .softmax)
      }
      try write(model, to: base + "/m.safetensors")
      let run = try ProgramRun(["filters", base + "/m.safetensors", "--output", base + "/f.png"])
      #expect(run.code == 65)
      #expect(run.messages.contains("no convolution") && run.messages.contains("dense (Dense)"))
      #expect(try names(in: base) == ["m.safetensors"])
    }
  }

  @Test func `wrong use is told`() throws {
    for (arguments, code, message) in [
      ([], 64, "MODEL is missing"), (["m", "n"], 64, "unexpected \"n\""),
      (["m", "--output", "f.jpg"], 64, "expected a name that ends in .png"),
      (["/nowhere/m.safetensors"], 66, "/nowhere"),
    ] as [([String], Int32, String)] {
      let run = try ProgramRun(["filters"] + arguments)
      #expect(run.code == code && run.messages.contains(message), "\(run.messages)")
    }
  }
}
