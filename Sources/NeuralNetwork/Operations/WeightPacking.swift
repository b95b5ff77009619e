import Kernels

/// Where a layer's weights W, a matrix of inputs × outputs, lie in the form that the kernels want, and how they get
/// there once a step.
struct WeightPacking: Sendable {
  /// K, the rows of W.
  let inputs: Int
  /// The columns of W: units or filters.
  let outputs: Int
  /// The parts of W's rows whose order is turned around for dX: the taps of a turned kernel, else 1.
  let turnedTaps: Int
  /// Panels of W, where they are needed.
  let forward: Int
  /// Whether W is needed in panels: not where the forward pass has weights of its own form.
  private let needsForward: Bool
  /// The bias, padded to whole vectors; zeros without one.
  let bias: Int
  /// The bias, each number repeated over a panel's width, for products whose rows are outputs.
  let rowBias: Int?
  /// Panels of each part's transpose, from the last part to the first, padded to whole vectors of outputs; absent for
  /// a first layer.
  let backward: Int?

  /// Reserves the memory.
  init(
    inputs: Int, outputs: Int, turnedTaps: Int = 1, needsForward: Bool = true, needsInputGradient: Bool,
    needsRowBias: Bool = false, _ memory: inout MemoryPlan
  ) {
    self.inputs = inputs
    self.outputs = outputs
    self.turnedTaps = turnedTaps
    self.needsForward = needsForward
    forward = memory.reservePacked(needsForward ? inputs * MemoryPlan.panels(outputs) : 0)
    bias = memory.reservePacked(MemoryPlan.panels(outputs))
    rowBias = needsRowBias ? memory.reservePacked(outputs * MemoryPlan.panels(1)) : nil
    let rows = turnedTaps * MemoryPlan.aligned(outputs)
    backward = needsInputGradient ? memory.reservePacked(rows * MemoryPlan.panels(inputs / turnedTaps)) : nil
  }

  /// Packs the weights.
  func pack(
    kernel: UnsafePointer<Float>, bias source: UnsafePointer<Float>?,
    into packed: UnsafeMutablePointer<Float>, _ kernels: any KernelSet.Type
  ) {
    let panel = kernels.panelWidth
    if needsForward {
      kernels.packPanels(
        k: inputs, n: outputs, b: kernel, kStride: outputs, nStride: 1, panels: packed + forward,
        panelStride: inputs * panel)
    }
    if let source {
      (packed + bias).update(from: source, count: outputs)
      if let rowBias {
        for i in 0..<outputs { (packed + rowBias + i * panel).update(repeating: source[i], count: panel) }
      }
    }
    guard let backward else { return }
    let columns = inputs / turnedTaps
    let tap = MemoryPlan.aligned(outputs) * panel
    for t in 0..<turnedTaps {
      kernels.packPanels(
        k: outputs, n: columns, b: kernel + (turnedTaps - 1 - t) * columns * outputs, kStride: 1,
        nStride: outputs, panels: packed + backward + t * tap, panelStride: turnedTaps * tap)
    }
  }
}
