import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct ONNXGraphTests {
  @Test func `names tell the layer, and none stands twice`() {
    var graph = ONNXGraph()
    graph.scope = "conv2d"
    let value = ONNXValue(name: "input", shape: [3])
    #expect(graph.add("Relu", ["input"], like: value).name == "conv2d/Relu")
    #expect(graph.add("Relu", ["input"], like: value).name == "conv2d/Relu_1")
    #expect(graph.constant("kernel", 1) == "conv2d/kernel")
    #expect(graph.constant("kernel", integers: [1]) == "conv2d/kernel_1")
  }

  @Test func `an image is turned once, and back to what it was`() {
    var graph = ONNXGraph()
    let image = ONNXValue(name: "input", shape: [4, 5, 3])
    let first = graph.channelsFirst(image)
    #expect(first.isChannelsFirst && first.channelAxis == 1 && image.channelAxis == 3)
    #expect(graph.channelsFirst(image) == first && graph.channelsFirst(first) == first)
    #expect(graph.channelsLast(first) == image && graph.channelsLast(image) == image)
    #expect(graph.nodes.count == 1)
  }

  @Test func `a value is renamed wherever it stands`() {
    var graph = ONNXGraph()
    let value = ONNXValue(name: "input", shape: [3])
    let relu = graph.add("Relu", ["input"], like: value)
    _ = graph.add("Add", [relu.name, "input"], like: value)
    graph.rename(relu.name, to: "r")
    #expect(graph.nodes[0].output == "r" && graph.nodes[1].inputs == ["r", "input"])
  }

  @Test func `numbers for channels meet the channels`() {
    var graph = ONNXGraph()
    let image = ONNXValue(name: "input", shape: [4, 5, 3])
    _ = graph.constant("a", perChannel: [1, 2, 3], of: image)
    _ = graph.constant("b", perChannel: [1, 2, 3], of: graph.channelsFirst(image))
    #expect(graph.constants.map(\.shape) == [[3], [3, 1, 1]])
  }
}
