import TrainParallel

/// The gradients of one image of a workload by the engine against those of the plain network in `Double`.
struct WorkloadGradientCheck {
  private let workload: Workload
  private let settings: Settings

  /// Prepares to check a workload with the kernels of the settings.
  init(_ workload: Workload, _ settings: Settings) {
    self.workload = workload
    self.settings = settings
  }

  /// Compares every gradient.
  ///
  /// - Throws: `BenchmarkError` where one differs by more than 10⁻³ of the largest of its parameter: what rounding does to
  ///   sums of some ten thousand products, and to the choice between two nearly equal pixels of a pooling.
  func run() throws {
    let model = try workload.model()
    let parameters = Parameters(layout: model.parameterLayout)
    parameters.initialize(seed: 0)
    let source = workload.batch(of: 1)
    let expected = ReferenceNetwork(model: model).lossAndGradients(
      parameters: (0..<parameters.layout.count).map { Double(parameters.values[$0]) },
      inputs: doubles(source.samples), targets: doubles(source.targets),
      dropout: DropoutStep(seed: 0, step: 0))

    let engine = try TrainingEngine(
      model: model, parameters: parameters, batchSize: 1, laneCount: 1, optimizer: GradientRecorder(),
      seed: 0,
      kernels: settings.instructionSet.kernels, executor: SerialExecutor(),
      keepsDeadOutputs: settings.keepsDeadOutputs)
    let feeder = BatchFeeder(plan: engine.plan, source: source, buffer: engine.input(0))
    feeder.aim(at: [0], epoch: 0, buffer: engine.input(0))
    engine.prepare(feeder)
    _ = engine.train(count: 1, input: 0, step: 0, preparing: nil)
    for entry in parameters.layout.entries where entry.description.isTrainable {
      let largest = entry.range.map { abs(expected.gradients[$0]) }.max() ?? 0
      for index in entry.range {
        let found = Double(parameters.values[index])
        guard abs(found - expected.gradients[index]) <= 1e-3 * largest else {
          throw BenchmarkError.wrongResult(
            "\(workload.name): the gradient of \(entry.name)[\(index - entry.offset)] is \(found), not "
              + "\(expected.gradients[index])")
        }
      }
    }
  }

  private func doubles(_ tensor: Tensor<Float>) -> Tensor<Double> {
    Tensor(shape: tensor.shape, scalars: tensor.scalars.map(Double.init))
  }
}
