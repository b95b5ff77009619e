import LinearAlgebra
import Testing

@testable import NeuralNetwork

@Suite struct NetworkPlanTests {
  private func plan(
    _ architecture: Architecture, _ input: Shape, batchSize: Int = 32, lanes: Int = 8, seed: UInt64 = 0
  ) throws -> NetworkPlan {
    try NetworkPlan(
      model: architecture.model(input: input, classes: 10), batchSize: batchSize, laneCount: lanes, seed: seed
    )
  }

  /// Operations, or the name of a batch-wide layer.
  private func names(_ plan: NetworkPlan) -> [[String]] {
    plan.segments.map { segment in
      switch segment {
      case .shards(let operations, _): operations.map(\.name)
      case .batchDense(let dense): ["batch-wide \(dense.name)"]
      case .batchStatistics(let statistics): ["batch-wide \(statistics.name)"]
      }
    }
  }

  private func operations<O: Operation>(_ plan: NetworkPlan, _: O.Type) -> [O] {
    plan.packingOperations.compactMap { $0 as? O }
  }

  @Test func outputsThatAPoolingDropsAreLeftOut() throws {
    // 28 -> 26 -> 13 -> 11 -> 5 -> 3 -> 1: the last pooling reads 2 x 2, which need 8 x 8, which need 20 x 20.
    let convolutions = operations(try plan(.mnistCNN, [28, 28, 1]), ConvolutionOperation.self)
    #expect(convolutions.map(\.geometry.height) == [20, 8, 2])
    #expect(convolutions.map(\.geometry.width) == [20, 8, 2])
    #expect(convolutions.map(\.geometry.pooledHeight) == [10, 4, 1])
    // The images come whole.
    #expect(convolutions[0].input.layout.height == 28)
    #expect(convolutions[0].input.layout.width == 28)
  }

  @Test func deadOutputsAreKeptWhereAskedFor() throws {
    let plan = try NetworkPlan(
      model: Architecture.mnistCNN.model(input: [28, 28, 1], classes: 10), batchSize: 32, laneCount: 8,
      seed: 0,
      keepsDeadOutputs: true)
    let convolutions = operations(plan, ConvolutionOperation.self)
    #expect(convolutions.map(\.geometry.height) == [26, 11, 3])
    #expect(convolutions.map(\.geometry.width) == [26, 11, 3])
    // Where a pooling drops an edge, it is computed by itself.
    #expect(convolutions.map(\.geometry.pool) == [2, 1, 1])
    #expect(operations(plan, PoolingOperation.self).count == 2)
  }

  @Test func nothingIsLeftOutWhereNothingIsDropped() throws {
    let convolutions = operations(try plan(.leNet5, [32, 32, 3]), ConvolutionOperation.self)
    #expect(convolutions.map(\.geometry.height) == [28, 10])
  }

  /// LeNet's six filters would fill six lanes of sixteen, its rows of 28 pixels fill 28 of 32.
  @Test func fewFiltersAreComputedAlongRows() throws {
    let convolutions = operations(try plan(.leNet5, [32, 32, 3]), ConvolutionOperation.self)
    #expect(convolutions.map(\.geometry.isPlanar) == [true, false])
    #expect(convolutions.map { $0.packing.rowBias != nil } == [true, false])
    let wide = operations(try plan(.mnistCNN, [28, 28, 1]), ConvolutionOperation.self)
    #expect(wide.allSatisfy { !$0.geometry.isPlanar })
  }

  /// Few products where the shapes allow it: forward for whole vectors of channels, backward where pooling leaves few
  /// gradients.
  @Test func fewProducts() throws {
    let mnist = operations(try plan(.mnistCNN, [28, 28, 1]), ConvolutionOperation.self)
    #expect(mnist.map { $0.winograd?.algorithm } == [nil, .fourByThree, .twoByThree])
    #expect(mnist.map { $0.choices != nil } == [false, true, true])
    let lecture = operations(try plan(.lectureCNN, [150, 150, 3]), ConvolutionOperation.self)
    #expect(lecture.map { $0.winograd?.algorithm } == [nil, .twoByFour])
    #expect(lecture.map { $0.choices != nil } == [false, true])
    let lenet = operations(try plan(.leNet5, [32, 32, 3]), ConvolutionOperation.self)
    #expect(lenet.allSatisfy { $0.winograd == nil && $0.choices != nil })
  }

  @Test func theFirstLayerHasNoInputGradient() throws {
    let plan = try plan(.leNet5, [32, 32, 3])
    let convolutions = operations(plan, ConvolutionOperation.self)
    #expect(convolutions.map { $0.input.gradient == nil } == [true, false])
    #expect(convolutions.map { $0.packing.backward == nil } == [true, false])
    let dense = operations(plan, DenseOperation.self)
    #expect(dense.allSatisfy { $0.input.gradient != nil && $0.packing.backward != nil })
    let first = try NetworkPlan(
      model: Sequential(input: [400]) {
        Dense(400)
        Dense(2, activation: .softmax)
      }, batchSize: 4, laneCount: 2, seed: 0)
    guard case .batchDense(let wide) = first.segments[0] else {
      Issue.record("400 x 400 weights are computed over the whole batch")
      return
    }
    #expect(wide.input.gradient == nil)
  }

  @Test func aLargeDenseLayerIsASegmentOfItsOwn() throws {
    // 6400 x 128 weights; its function is behind it.
    #expect(
      names(try plan(.shapesCNN, [24, 24, 1])) == [
        ["conv2d", "conv2d_1"], ["batch-wide dense"], ["dense", "dense_1"],
      ])
    #expect(
      names(try plan(.leNet5, [32, 32, 3])) == [["conv2d", "conv2d_1", "dense", "dense_1", "dense_2"]])
  }

  @Test(arguments: [(511, 1), (512, 3)])
  func largeBeginsAt131072Weights(_ inputs: Int, _ segments: Int) throws {
    let model = try Sequential(input: [4]) {
      Dense(inputs)
      Dense(256, activation: .relu)
      Dense(2, activation: .softmax)
    }
    #expect(try NetworkPlan(model: model, batchSize: 4, laneCount: 2, seed: 0).segments.count == segments)
  }

  @Test func flattenIsAnotherNameForTheSameMemory() throws {
    let plan = try plan(.leNet5, [32, 32, 3])
    let convolution = try #require(operations(plan, ConvolutionOperation.self).last)
    let dense = try #require(operations(plan, DenseOperation.self).first)
    #expect(dense.input.place == convolution.output.place)
    #expect(dense.input.gradient == convolution.output.gradient)
    #expect(dense.inputs == 400)
  }

  @Test func whatABatchWideLayerTouchesIsTheBatchs() throws {
    let plan = try plan(.shapesCNN, [24, 24, 1])
    guard case .batchDense(let dense) = plan.segments[1] else {
      Issue.record("the dense layer of shapes-cnn is a segment")
      return
    }
    #expect(dense.input.place.storage == .batch)
    #expect(dense.input.gradient?.storage == .batch)
    #expect(dense.output.place.storage == .batch)
    // What comes before waits for the way back; its gradient does not.
    let convolutions = operations(plan, ConvolutionOperation.self)
    #expect(convolutions[0].output.place.storage == .batch)
    #expect(convolutions[0].output.gradient?.storage == .workspace)
    #expect(convolutions[0].input.place.storage == .input)
    #expect(plan.loss.logits.place.storage == .workspace)
  }

  @Test func thePlanFollowsFromBatchAndLanes() throws {
    /// All that a plan lays out.
    func sizes(_ plan: NetworkPlan) -> [Int] {
      let memory = plan.memory
      return [
        memory.shardSize, memory.batchSize, memory.workspaceCount, memory.batchCount, memory.inputCount,
        memory.packedCount, memory.scratchCount,
      ]
    }
    let usual = sizes(try plan(.mnistCNN, [28, 28, 1]))
    #expect(sizes(try plan(.mnistCNN, [28, 28, 1], seed: 9)) == usual)
    #expect(sizes(try plan(.mnistCNN, [28, 28, 1], batchSize: 33)) != usual)
    #expect(sizes(try plan(.mnistCNN, [28, 28, 1], lanes: 4)) != usual)
  }

  @Test func shardsStayWithinTheBudgetOfALane() throws {
    #expect(try plan(.leNet5, [32, 32, 3], batchSize: 32, lanes: 8).memory.shardSize == 4)
    #expect(try plan(.leNet5, [32, 32, 3], batchSize: 33, lanes: 8).memory.shardSize == 5)
    #expect(try plan(.leNet5, [32, 32, 3], batchSize: 3, lanes: 8).memory.shardSize == 1)
    for lanes in [1, 2, 8] {
      let memory = try plan(.leNet5, [32, 32, 3], batchSize: 4096, lanes: lanes).memory
      #expect(memory.shardSize > 1)
      #expect(memory.workspaceCount <= NetworkPlan.shardFloats)
    }
    // One image of these is more than the budget: it goes alone.
    #expect(try plan(.lectureCNN, [300, 300, 3], batchSize: 8, lanes: 1).memory.shardSize == 1)
  }

  /// Between two meetings of all lanes shards are small where maps are large, and large where weights are many.
  @Test func segmentsHaveShardsOfTheirOwn() throws {
    func sizes(_ plan: NetworkPlan) -> [Int] {
      plan.segments.compactMap { if case .shards(_, let size) = $0 { size } else { nil } }
    }
    let sizes128 = sizes(try plan(.resNet20, [32, 32, 3], batchSize: 128, lanes: 8))
    #expect(sizes128.count == 20)
    #expect(sizes128.allSatisfy { (1...16).contains($0) })
    #expect(sizes128[1] < 4 && sizes128.contains(16))
    let ghosts = try NetworkPlan(
      model: Architecture.resNet20.model(input: [32, 32, 3], classes: 10), batchSize: 128, laneCount: 8,
      seed: 0, ghostBatchSize: 4)
    #expect(sizes(ghosts) == [4])
  }

  /// Many weights cut a network, few do not, and ghost batches are never cut.
  @Test func manyWeightsBeginASegment() throws {
    func names(_ plan: NetworkPlan) -> [[String]] {
      plan.segments.map { if case .shards(let operations, _) = $0 { operations.map(\.name) } else { [] } }
    }
    let vgg = try plan(.vgg11, [32, 32, 3], batchSize: 128, lanes: 8)
    #expect(
      names(vgg).prefix(7).map(\.first)
        == ["conv2d", "conv2d_2", "conv2d_3", "conv2d_4", "conv2d_5", "conv2d_6", "conv2d_7"])
    #expect(names(vgg)[0] == ["conv2d", "max_pooling2d", "conv2d_1", "max_pooling2d_1"])
    for case .shards(let operations, let size) in vgg.segments where operations.first?.name == "conv2d_7" {
      #expect(size == 16)
    }
    #expect(names(try plan(.lectureCNN, [150, 150, 3], batchSize: 32, lanes: 8)).count == 3)
    let model = try Sequential(input: [4, 4, 16]) {
      Conv2D(16, kernelSize: 3)
      BatchNormalization()
      Flatten()
      Dense(2, activation: .softmax)
    }
    func segments(mostWeights: Int?, ghostBatchSize: Int? = nil) throws -> Int {
      try NetworkPlan(
        model: model, batchSize: 8, laneCount: 2, seed: 0, ghostBatchSize: ghostBatchSize,
        mostWeights: mostWeights
      ).segments.count
    }
    #expect(try segments(mostWeights: nil) == 3)
    #expect(try segments(mostWeights: 0) == 4)
    #expect(try segments(mostWeights: 0, ghostBatchSize: 4) == 1)
  }

  @Test func onlyClassifiersArePlanned() throws {
    let model = try Sequential(input: [3]) { Dense(2) }
    #expect(throws: ModelError.self) { try NetworkPlan(model: model, batchSize: 1, laneCount: 1, seed: 0) }
  }
}
