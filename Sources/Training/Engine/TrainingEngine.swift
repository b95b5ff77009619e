import Kernels
import NeuralNetwork
import Parallelism

/// Runs training steps: shards forward and backward in lanes, the lanes' gradients reduced, the optimizer applied.
///
/// What a shard leaves behind it is in the lane's gradients and the memory of the batch. All else stands in a workspace, and
/// it is the thread that has one, not the lane: so it stays in the thread's cache from lane to lane.
///
/// All memory is allocated here, before the first step, and all task closures are made once: a step allocates nothing.
package final class TrainingEngine: @unchecked Sendable {
  package let plan: NetworkPlan
  let parameters: Parameters
  let laneCount: Int

  private let executor: any TaskExecutor
  private let kernels: any KernelSet.Type
  private let packing: [any Operation]
  private let packed: FloatMemory
  private let workspaces: FloatMemory
  private let workspaceStride: Int
  private let gradients: FloatMemory
  private let batch: FloatMemory
  private let inputs: [FloatMemory]
  private let terms: UnsafeMutablePointer<LossOperation.Terms>
  private let update: ParameterUpdate
  private let queue = LaneQueue()
  private let clock: PhaseClock?

  /// Keeps what one thread writes off the cache lines of the next.
  private static let workspaceGap = 64

  /// What the tasks of the running step read: written by the leader between two batches of tasks.
  private var state: State
  private var tasks = Tasks()

  private struct State {
    var dealing: LanePlan
    var step: UInt32?
    var input = 0
    var segment = 0
    var feeder: BatchFeeder?
  }

  /// The step's batches of tasks, as closures that are made once.
  private struct Tasks {
    var pack: @Sendable (Int, Int) -> Void = { _, _ in }
    var forward: @Sendable (Int, Int) -> Void = { _, _ in }
    var lastSegment: @Sendable (Int, Int) -> Void = { _, _ in }
    var backward: @Sendable (Int, Int) -> Void = { _, _ in }
    var denseForward: @Sendable (Int, Int) -> Void = { _, _ in }
    var addChunks: @Sendable (Int, Int) -> Void = { _, _ in }
    var denseBackward: @Sendable (Int, Int) -> Void = { _, _ in }
    var update: @Sendable (Int, Int) -> Void = { _, _ in }
    var applyClipped: @Sendable (Int, Int) -> Void = { _, _ in }
    var move: @Sendable (Int, Int) -> Void = { _, _ in }
  }

  package init(
    model: Sequential, parameters: Parameters, batchSize: Int, laneCount: Int, optimizer: any Optimizer,
    loss: Loss? = nil, seed: UInt64, kernels: any KernelSet.Type, executor: any TaskExecutor,
    clock: PhaseClock? = nil,
    keepsDeadOutputs: Bool = false, clipping: GradientClipping? = nil, averageMomentum: Double? = nil,
    decaysVectors: Bool = false, ghostBatchSize: Int? = nil, shardSize: Int? = nil, mostWeights: Int? = nil,
    accumulates: Bool = false, usableMemory: Int = usableMemory()
  ) throws {
    plan = try NetworkPlan(
      model: model, batchSize: batchSize, laneCount: laneCount, seed: seed, loss: loss,
      keepsDeadOutputs: keepsDeadOutputs, ghostBatchSize: ghostBatchSize, shardSize: shardSize,
      mostWeights: mostWeights)
    let copies =
      1 + optimizer.slotNames.count + (averageMomentum == nil ? 0 : 1) + (clipping?.needsNorm == true ? 1 : 0)
      + (optimizer.scalesByNorms ? 1 : 0) + (accumulates ? 1 : 0)
    let workspaceCount = min(laneCount, executor.threadCount)
    try TrainingMemory(
      plan: plan, parameterCount: parameters.layout.count, laneCount: laneCount,
      workspaceCount: workspaceCount, copies: copies
    ).require(usableMemory, batchSize: batchSize)
    self.clock = clock
    self.parameters = parameters
    self.laneCount = laneCount
    self.executor = executor
    self.kernels = kernels
    packing = plan.packingOperations
    packed = FloatMemory(count: plan.memory.packedCount)
    gradients = FloatMemory(count: laneCount * parameters.layout.count)
    batch = FloatMemory(count: plan.memory.batchCount)
    inputs = (0..<2).map { [plan] _ in FloatMemory(count: plan.memory.inputCount) }
    update = ParameterUpdate(
      plan: plan, parameters: parameters, optimizer: optimizer, gradients: gradients, kernels: kernels,
      clipping: clipping, averageMomentum: averageMomentum, decaysVectors: decaysVectors,
      accumulates: accumulates)
    let scratchCount = max(plan.memory.scratchCount, ParameterUpdate.stretch)
    workspaceStride = plan.memory.workspaceCount + scratchCount + Self.workspaceGap
    workspaces = FloatMemory(count: workspaceCount * workspaceStride)
    terms = .allocate(capacity: laneCount)
    terms.initialize(repeating: .init(), count: laneCount)
    state = State(dealing: LanePlan(count: batchSize, laneCount: laneCount))
    tasks = makeTasks()
  }

  deinit {
    terms.deallocate()
  }

  /// The optimizer in use.
  var optimizer: any Optimizer {
    get { update.optimizer }
    _modify { yield &update.optimizer }
  }

  /// The optimizer's slots, one after the other, each with the layout of the parameters.
  var slots: FloatMemory { update.slots }

  /// The exponential moving average of the weights; nil where none is kept.
  var averages: Parameters? { update.averages }

  /// One of the two input buffers.
  package func input(_ index: Int) -> UnsafeMutablePointer<Float> { inputs[index].start }

  /// The probabilities of a sample of the batch that was computed last.
  func probabilities(of sample: Int) -> UnsafeMutablePointer<Float> {
    plan.probabilities(of: sample, in: batch.start)
  }
}

// MARK: - The training step

extension TrainingEngine {
  /// Trains on one batch, which is a step.
  ///
  /// - Parameters:
  ///   - count: The samples of the batch.
  ///   - input: The input buffer they stand in.
  ///   - step: The number of the step, from 0.
  ///   - next: Writes the next batch, behind the tasks of this one.
  /// - Returns: The summed loss and the correct predictions, before the update.
  package func train(count: Int, input: Int, step: Int, preparing next: BatchFeeder?) -> LossOperation.Terms {
    train(count: count, input: input, batch: step, endingStep: step, preparing: next)
  }

  /// Trains on one batch of a step.
  ///
  /// - Parameters:
  ///   - count: The samples of the batch.
  ///   - input: The input buffer they stand in.
  ///   - batch: The number of the batch, from 0, which chooses dropout's masks.
  ///   - step: The number of the step, from 0, where the batch is its last; nil where others follow. The engine was made
  ///     for that.
  ///   - next: Writes the next batch, behind the tasks of this one.
  /// - Returns: The summed loss and the correct predictions, before the update.
  func train(
    count: Int, input: Int, batch: Int, endingStep step: Int?, preparing next: BatchFeeder?
  ) -> LossOperation.Terms {
    begin(count: count, input: input, step: UInt32(truncatingIfNeeded: batch), next)
    // The weights are those of the step's first batch.
    if !update.hasGradient { packWeights() }
    forward(upTo: plan.segments.count - 1)
    lastSegment()
    update.begin(
      step: step.map { $0 + 1 }, samples: state.dealing.count, lanes: state.dealing.lanes)
    backward(from: plan.segments.count - 2)
    moveGhostStatistics()
    if step != nil { updateParameters() }
    return sumOfTerms()
  }

  /// Forgets the gradient of a step that did not come to its end.
  func forgetGradient() {
    if update.hasGradient { update.forgetGradient() }
  }

  /// Computes the loss and the probabilities of one batch, without training, from the weights that were packed last.
  func evaluate(count: Int, input: Int, preparing next: BatchFeeder?) -> LossOperation.Terms {
    begin(count: count, input: input, step: nil, next)
    forward(upTo: plan.segments.count - 1)
    lastSegment()
    return sumOfTerms()
  }

  /// Runs a feeder's tasks by themselves: for the first batch of an epoch.
  package func prepare(_ feeder: BatchFeeder) {
    executor.perform(feeder.taskCount) { feeder.run(task: $0) }
  }

  private func begin(count: Int, input: Int, step: UInt32?, _ next: BatchFeeder?) {
    state = State(
      dealing: LanePlan(count: count, laneCount: laneCount), step: step, input: input, feeder: next)
    for lane in 0..<laneCount { terms[lane] = .init() }
  }

  /// Brings the weights into the form that the kernels want: once a step, or once for all batches of an evaluation.
  func packWeights() {
    executor.perform(packing.count, tasks.pack)
  }

  private func forward(upTo end: Int) {
    for segment in 0..<end {
      state.segment = segment
      switch plan.segments[segment] {
      case .shards: performWithPreparation(tasks.forward)
      case .batchDense:
        executor.perform(BatchDense.forwardTasks, tasks.denseForward)
        executor.perform(laneCount, tasks.addChunks)
      case .batchStatistics(let statistics):
        time(.forward) {
          statistics.forward(wholeBatch())
          if state.step != nil {
            statistics.moveStatistics(wholeBatch(), parameters: parameters.values)
          }
        }
      }
    }
  }

  /// Forward, loss and backward of each shard in one go, its activations still in the cache.
  private func lastSegment() {
    state.segment = plan.segments.count - 1
    performWithPreparation(tasks.lastSegment)
  }

  private func backward(from last: Int) {
    for segment in stride(from: last, through: 0, by: -1) {
      state.segment = segment
      switch plan.segments[segment] {
      case .shards:
        queue.fill(lanes: state.dealing.lanes)
        executor.perform(state.dealing.lanes, tasks.backward)
      case .batchDense(let dense):
        time(.backward) { dense.prepareBackward(wholeBatch()) }
        executor.perform(laneCount, tasks.denseBackward)
      case .batchStatistics(let statistics):
        time(.backward) { statistics.backward(wholeBatch()) }
      }
    }
  }

  /// Moves what no meeting has moved.
  private func moveGhostStatistics() {
    for index in 0..<plan.ghostStatistics.count {
      let statistics = plan.ghostStatistics[index]
      time(.forward) {
        statistics.measure(wholeBatch())
        statistics.moveStatistics(wholeBatch(), parameters: parameters.values)
      }
    }
  }

  private func updateParameters() {
    executor.perform(laneCount, tasks.update)
    if update.waitsForNorm {
      time(.reduceAndUpdate) { update.measure() }
      executor.perform(laneCount, tasks.applyClipped)
    }
    if update.waitsForSteps {
      time(.reduceAndUpdate) { update.measureSteps() }
      executor.perform(laneCount, tasks.move)
    }
    update.copyUntrained()
  }

  /// The lanes' sums, added in their order.
  private func sumOfTerms() -> LossOperation.Terms {
    var sum = LossOperation.Terms()
    for lane in 0..<state.dealing.lanes {
      sum.loss += terms[lane].loss
      sum.correct += terms[lane].correct
    }
    return sum
  }

  /// Runs a task for each lane and, behind them, those that write the next batch.
  private func performWithPreparation(_ body: @escaping @Sendable (_ task: Int, _ worker: Int) -> Void) {
    queue.fill(lanes: state.dealing.lanes)
    executor.perform(state.dealing.lanes + (state.feeder?.taskCount ?? 0), body)
    state.feeder = nil
  }
}

// MARK: - Tasks

extension TrainingEngine {
  private func makeTasks() -> Tasks {
    Tasks(
      pack: { [unowned self] task, _ in
        time(.forward) { packing[task].pack(parameters.values, into: packed.start, kernels) }
      },
      forward: { [unowned self] task, worker in
        runLane(task, worker) { _, shard, operations in
          time(.forward) { Self.forward(operations, shard) }
        }
      },
      lastSegment: { [unowned self] task, worker in
        runLane(task, worker) { lane, shard, operations in
          time(.forward) {
            Self.forward(operations, shard)
            let terms = plan.loss(shard)
            self.terms[lane].loss += terms.loss
            self.terms[lane].correct += terms.correct
          }
          guard shard.step != nil else { return }
          time(.backward) { Self.backward(operations, shard) }
        }
      },
      backward: { [unowned self] task, worker in
        runLane(task, worker) { _, shard, operations in
          time(.backward) {
            for index in operations.indices { operations[index].renew(shard) }
            Self.backward(operations, shard)
          }
        }
      },
      denseForward: { [unowned self] task, _ in
        guard case .batchDense(let dense) = plan.segments[state.segment] else { return }
        time(.forward) { dense.forward(wholeBatch(), task: task) }
      },
      addChunks: { [unowned self] task, _ in
        guard case .batchDense(let dense) = plan.segments[state.segment] else { return }
        time(.forward) { dense.addChunks(wholeBatch(), task: task, of: laneCount) }
      },
      denseBackward: { [unowned self] task, worker in
        guard case .batchDense(let dense) = plan.segments[state.segment] else { return }
        // Each part of the kernel is updated as soon as its gradient is known.
        time(.backward) {
          update.run(dense, task: task, of: laneCount, wholeBatch(lane: task, worker: worker))
        }
      },
      update: { [unowned self] task, worker in
        time(.reduceAndUpdate) {
          update.run(task: task, of: laneCount, wholeBatch(lane: task, worker: worker))
        }
      },
      applyClipped: { [unowned self] task, _ in
        time(.reduceAndUpdate) { update.apply(task: task, of: laneCount) }
      },
      move: { [unowned self] task, _ in
        time(.reduceAndUpdate) { update.move(task: task, of: laneCount) }
      })
  }

  /// Does some of the work of a phase, on the clock where there is one.
  @inline(__always)
  private func time(_ phase: PhaseClock.Phase, _ work: () -> Void) {
    if let clock { clock.measure(phase, work) } else { work() }
  }

  // Both by index: without optimization, an iterator over existentials allocates for each of them.

  private static func forward(_ operations: [any Operation], _ shard: Shard) {
    for index in operations.indices { operations[index].forward(shard) }
  }

  private static func backward(_ operations: [any Operation], _ shard: Shard) {
    for index in stride(from: operations.count - 1, through: 0, by: -1) { operations[index].backward(shard) }
  }

  /// Runs the shards of a lane one after another, or, behind the lanes, a part of the next batch's preparation.
  ///
  /// Every other segment goes from the last sample to the first: what the segment before has written last is still in the
  /// cache then, whereas on the same way round each value would be gone before its turn comes.
  @inline(__always)
  private func runLane(
    _ task: Int, _ worker: Int, _ body: (_ lane: Int, Shard, [any Operation]) -> Void
  ) {
    guard task < state.dealing.lanes else {
      state.feeder?.run(task: task - state.dealing.lanes)
      return
    }
    guard case .shards(let operations, let size) = plan.segments[state.segment] else { return }
    let isReversed = state.segment / 2 % 2 == 1
    let lane = queue.take(
      worker: worker, of: executor.threadCount, lanes: state.dealing.lanes, fromLast: isReversed)
    let samples = state.dealing.samples(ofLane: lane)
    let count = (samples.count + size - 1) / size
    var shard = wholeBatch(lane: lane, worker: worker)
    for index in 0..<count {
      shard.first = samples.lowerBound + (isReversed ? count - 1 - index : index) * size
      shard.count = min(size, samples.upperBound - shard.first)
      body(lane, shard, operations)
    }
  }

  /// All samples, with the gradients of one lane and the workspace of who works on it.
  ///
  /// Where there are more threads than lanes, a lane's number tells those apart that work at the same time.
  private func wholeBatch(lane: Int = 0, worker: Int = 0) -> Shard {
    let memory = workspaces.start + (executor.threadCount <= laneCount ? worker : lane) * workspaceStride
    return Shard(
      kernels: kernels, parameters: parameters.values, packed: packed.start,
      gradient: gradients.start + lane * parameters.layout.count, workspace: memory,
      scratch: memory + plan.memory.workspaceCount, batch: batch.start, input: inputs[state.input].start,
      step: state.step, first: 0, count: state.dealing.count)
  }
}
