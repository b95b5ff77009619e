import NeuralNetwork
import Testing

@Suite struct NearestNameTests {
  let names = ["shapes-cnn", "lecture-cnn", "mnist-cnn", "lenet5", "simple-convnet"]

  @Test(arguments: [
    ("lenet", "lenet5"), ("LeNet-5", "lenet5"), ("mnist_cnn", "mnist-cnn"), ("shape-cnn", "shapes-cnn"),
    ("simpleconvnet", "simple-convnet"), ("lenet5", "lenet5"),
  ])
  func near(typed: String, nearest: String) {
    #expect(nearestName(to: typed, among: names) == nearest)
  }

  @Test func far() {
    #expect(nearestName(to: "resnet-152", among: names) == nil)
    #expect(nearestName(to: "", among: names) == nil)
    #expect(nearestName(to: "x", among: ["a"]) == nil)
    #expect(nearestName(to: "lenet", among: []) == nil)
  }
}
