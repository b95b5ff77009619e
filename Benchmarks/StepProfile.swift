import TrainParallel

/// What a training step consists of, and from that how long it would take on other numbers of processors.
struct StepProfile {
  /// Seconds in which only the leader works.
  let serial: Double
  /// Seconds of each task, batch by batch.
  let tasks: [[Double]]
  /// Bytes that the step moves to or from memory that the processors share.
  let bytes: Double

  /// The seconds of a step, by what they go to.
  struct Forecast {
    /// The work, evenly divided.
    let work: Double
    /// What only the leader does.
    let serial: Double
    /// Processors without a task while others finish theirs.
    let imbalance: Double
    /// Publishing tasks and waking threads.
    let meetings: Double
    /// What memory takes longer than all of that.
    let memory: Double

    var total: Double { work + serial + imbalance + meetings + memory }
  }

  /// What the parts of a machine cost.
  struct Machine {
    /// Seconds that a batch of one task a thread takes longer than the task.
    let meeting: Double
    /// Bytes per second of all processors together.
    let bandwidth: Double
  }

  /// Seconds on one processor.
  var alone: Double { serial + tasks.joined().reduce(0, +) }

  /// Deals the tasks to processors as they become free, in order: what the team does.
  func forecast(processors: Int, on machine: Machine) -> Forecast {
    let work = tasks.joined().reduce(0, +) / Double(processors)
    var busy = 0.0
    for batch in tasks {
      var free = [Double](repeating: 0, count: processors)
      for seconds in batch {
        let next = free.indices.min { free[$0] < free[$1] } ?? 0
        free[next] += seconds
      }
      busy += free.max() ?? 0
    }
    let meetings = processors > 1 ? Double(tasks.count { $0.count > 1 }) * machine.meeting : 0
    let computing = busy + serial + meetings
    return Forecast(
      work: work, serial: serial, imbalance: busy - work, meetings: meetings,
      memory: max(0, bytes / machine.bandwidth - computing))
  }
}

extension StepProfile {
  /// Measures a step on one thread.
  init(_ workload: Workload, batchSize: Int, lanes: Int, _ settings: Settings, seconds: Double) throws {
    let executor = MeteredExecutor(SerialExecutor())
    let run = try StepRun(
      workload, batchSize: batchSize, lanes: lanes, instructionSet: settings.instructionSet,
      executor: executor)
    run.train(seconds: seconds / 4)
    executor.reset()
    let part = run.train(seconds: seconds) { executor.beginStep() }
    let steps = Double(part.steps)
    serial = max(0, part.seconds - executor.inBatches) / steps
    tasks = executor.tasks.map { $0.map { $0 / steps } }
    bytes = try Self.sharedBytes(workload, batchSize: batchSize, lanes: lanes)
  }

  /// What goes through memory that processors share, in each step: the lanes' gradients, which the reduction reads and
  /// sets to zero; weights and two slots, read and written by Adam; the weights of batch-wide layers, read forward and
  /// backward; the images, and what waits for a batch-wide layer.
  private static func sharedBytes(_ workload: Workload, batchSize: Int, lanes: Int) throws -> Double {
    let model = try workload.model()
    let plan = try NetworkPlan(model: model, batchSize: batchSize, laneCount: lanes, seed: 0)
    let all = model.parameterLayout.count
    let batchWide = plan.segments.reduce(0) { count, segment in
      guard case .batchDense(let dense) = segment else { return count }
      return count + (model.parameterLayout.entries.first { $0.offset == dense.kernel }?.count ?? 0)
    }
    let gradients = 2 * min(lanes, batchSize) * (all - batchWide)
    let floats = gradients + 6 * all + 2 * batchWide + plan.memory.inputCount + 2 * plan.memory.batchCount
    return 4 * Double(floats)
  }
}

extension StepProfile.Machine {
  /// Measures this machine, on all its processors: the best windows, since what disturbs is no property of it.
  init(_ settings: Settings) {
    let threads = usableProcessors()
    (meeting, bandwidth) = WorkerTeam.withTeam(threads: threads) { team in
      // A task for each thread that lasts as long as those of a small network: what is more is the meeting.
      let task = 50e-6
      let spin: @Sendable (Int) -> Void = { _ in
        let start = now()
        while now() - start < task {}
      }
      let meeting =
        Spread(secondsPerCall(seconds: 0.2, of: [{ team.perform(threads, spin) }])[0]).lowest - task

      // w ← w − w · rate over 64 MiB for each thread: read and written.
      let count = 1 << 24
      let weights = (0..<threads).map { _ in FloatMemory(count: count) }
      let kernels = settings.instructionSet.kernels
      let decay: @Sendable (Int) -> Void = {
        kernels.decay(count: count, weights: weights[$0].start, rate: 0x1p-20)
      }
      let pass = Spread(secondsPerCall(seconds: 0.5, of: [{ team.perform(threads, decay) }])[0]).lowest
      return (max(0, meeting), Double(threads * count * 8) / pass)
    }
  }
}
