import TestSupport
import Testing
import TrainParallel

@testable import train_parallel

struct ModelChoiceTests {
  private let classNames = ["a", "b", "c"]

  /// Calls `body` with the path of a Keras model for 12x10 images with three classes.
  private func withJSON(channels: Int = 1, _ body: (String) throws -> Void) throws {
    try withTemporaryFolder { base in
      let model = try Sequential(input: [12, 10, channels]) {
        Flatten()
        Dense(3, activation: .softmax)
      }
      try writeWhole(model.kerasJSON(), to: base + "/model.json")
      try body(base + "/model.json")
    }
  }

  @Test func `without a name the size of the images decides`() throws {
    let choice = try ModelChoice(nil)
    #expect(choice.title(for: [64, 64, 1]) == "shapes-cnn")
    #expect(choice.title(for: [64, 65, 1]) == "lecture-cnn")
    #expect(try choice.input(size: ImageSize(12), color: .rgb) == nil)
    let (model, parameters) = try choice.network(
      for: [24, 24, 1], classNames: classNames, weights: nil, seed: 1)
    #expect(model.classCount == 3)
    #expect(parameters.layout == model.parameterLayout)
  }

  @Test func `a name that is not known tells the nearest`() throws {
    let error = try #require(throws: ModelError.self) { try ModelChoice("lenet6") }
    #expect(error.kind == .usage)
    #expect(error.description.contains("lenet5"))
  }

  @Test func `a Keras model's JSON fixes the images`() throws {
    try withJSON { path in
      let choice = try ModelChoice(path)
      let input = try #require(try choice.input(size: nil, color: nil))
      #expect(input.size == ImageSize(height: 12, width: 10))
      #expect(input.color == .grayscale)
      let wrongSize = try #require(throws: ProgramError.self) {
        try choice.input(size: ImageSize(12), color: nil)
      }
      #expect(wrongSize.kind == .usage && wrongSize.description.contains("12x10"))
      let wrongColor = try #require(throws: ProgramError.self) { try choice.input(size: nil, color: .rgb) }
      #expect(wrongColor.kind == .usage && wrongColor.description.contains("grayscale"))
      let network = try choice.network(for: [12, 10, 1], classNames: classNames, weights: nil, seed: 0)
      #expect(network.model.parameterCount == 120 * 3 + 3)
    }
  }

  @Test func `a loss for another output is wrong use`() throws {
    try withJSON { path in
      for (names, remedy) in [
        (classNames, "remove --loss"),
        (["a", "b"], "remove --loss, or give the model of \(path) one output that ends in sigmoid"),
      ] {
        let error = try #require(throws: ProgramError.self) {
          try ModelChoice(path).network(
            for: [12, 10, 1], classNames: names, weights: nil, seed: 0,
            ModelAdaptation(loss: .binaryCrossentropy))
        }
        #expect(error.kind == .usage)
        #expect(
          error.description
            == "--loss binary_crossentropy is for one output that ends in sigmoid; this model has 3 that end in "
            + "softmax; " + remedy)
      }
    }
  }

  @Test func `a model with other classes or channels than images have is refused`() throws {
    try withJSON { path in
      let error = try #require(throws: ProgramError.self) {
        try ModelChoice(path).network(for: [12, 10, 1], classNames: ["a", "b"], weights: nil, seed: 0)
      }
      #expect(error.kind == .badData)
      #expect(error.description.contains("3 outputs") && error.description.contains("2 classes"))
    }
    try withJSON(channels: 2) { path in
      let error = try #require(throws: ProgramError.self) {
        try ModelChoice(path).input(size: nil, color: nil)
      }
      #expect(error.kind == .badData)
    }
  }

  @Test func `a model that the machine cannot hold is wrong use`() throws {
    let model = try Architecture.shapesCNN.model(input: [24, 24, 1], classes: 3)
    // 838,531 parameters, four times four bytes each.
    let need = UInt64(838_531 * 16)
    try model.requireMemory(of: need)
    let error = try #require(throws: ProgramError.self) { try model.requireMemory(of: need - 1) }
    #expect(error.kind == .usage)
    #expect(error.description.contains("838,531 parameters") && error.description.contains("24x24"))
  }

  @Test func `a damaged file is named`() throws {
    try withTemporaryFolder { base in
      try writeWhole("{\"class_name\": 3", to: base + "/model.json")
      let error = try #require(throws: ProgramError.self) { try ModelChoice(base + "/model.json") }
      #expect(error.kind == .badData)
      #expect(error.description.hasPrefix(base + "/model.json: "))
      try writeWhole("short", to: base + "/model.safetensors")
      let other = try #require(throws: ModelFileError.self) { try ModelChoice(base + "/model.safetensors") }
      #expect(other.kind == .badData)
    }
  }

  @Test func `a trained model brings its weights and classes`() throws {
    try withTemporaryFolder { base in
      let model = try Architecture.shapesCNN.model(input: [12, 12, 1], classes: 3)
      let parameters = Parameters(layout: model.parameterLayout)
      parameters.initialize(seed: 5)
      let file = ModelFile(
        model: model, parameters: parameters, classNames: classNames,
        preprocessing: Preprocessing(height: 12, width: 12, color: "grayscale"))
      let path = base + "/model.safetensors"
      try file.write(to: path)
      let choice = try ModelChoice(path)
      #expect(choice.classNames == classNames)
      let network = try choice.network(for: [12, 12, 1], classNames: classNames, weights: nil, seed: 0)
      #expect(network.parameters.weightsSHA256() == parameters.weightsSHA256())
      #expect(throws: ProgramError.self) {
        try choice.network(for: [12, 12, 1], classNames: ["a", "b", "d"], weights: nil, seed: 0)
      }
      // The same weights, taken by name into an architecture.
      let named = try ModelChoice("shapes-cnn")
      let filled = try named.network(for: [12, 12, 1], classNames: classNames, weights: path, seed: 0)
      #expect(filled.parameters.weightsSHA256() == parameters.weightsSHA256())
      #expect(throws: ModelFileError.self) {
        try named.network(for: [14, 14, 1], classNames: classNames, weights: path, seed: 0)
      }
    }
  }
}
