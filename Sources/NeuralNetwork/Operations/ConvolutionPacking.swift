import Kernels

/// Where a convolution's weights lie in the form that the kernels want, and how they get there once a step.
struct ConvolutionPacking: Sendable {
  /// Panels of W as (p, q, c) × f.
  let forward: Int
  /// The bias, padded to whole vectors; zeros without one.
  let bias: Int
  /// For dX: panels of the turned kernel as (p, q, f) × c, or of Wᵀ as f × (p, q, c); absent for a first layer.
  let backward: Int

  /// The widest panel of all instruction sets.
  static let widestPanel = 32

  /// Reserves the memory.
  init(_ geometry: ConvolutionGeometry, needsInputGradient: Bool, _ memory: inout MemoryPlan) {
    func panels(_ columns: Int) -> Int {
      (columns + Self.widestPanel - 1) / Self.widestPanel * Self.widestPanel
    }
    forward = memory.reservePacked(geometry.inputs * panels(geometry.filters))
    bias = memory.reservePacked(panels(geometry.filters))
    let columns = geometry.turnsKernel ? geometry.channels : geometry.inputs
    let rows = geometry.paddedFilters * (geometry.turnsKernel ? geometry.window.taps : 1)
    backward = needsInputGradient ? memory.reservePacked(rows * panels(columns)) : -1
  }

  /// Packs the weights.
  func pack(
    _ geometry: ConvolutionGeometry, kernel: UnsafePointer<Float>, bias source: UnsafePointer<Float>?,
    into packed: UnsafeMutablePointer<Float>, _ kernels: any KernelSet.Type
  ) {
    let g = geometry
    let panel = kernels.panelWidth
    kernels.packPanels(
      k: g.inputs, n: g.filters, b: kernel, kStride: g.filters, nStride: 1, panels: packed + forward,
      panelStride: g.inputs * panel)
    if let source { (packed + bias).update(from: source, count: g.filters) }
    guard backward >= 0 else { return }
    guard g.turnsKernel else {
      kernels.packPanels(
        k: g.filters, n: g.inputs, b: kernel, kStride: 1, nStride: g.filters, panels: packed + backward,
        panelStride: g.paddedFilters * panel)
      return
    }
    let tap = g.paddedFilters * panel
    for t in 0..<g.window.taps {
      kernels.packPanels(
        k: g.filters, n: g.channels, b: kernel + (g.window.taps - 1 - t) * g.channels * g.filters, kStride: 1,
        nStride: g.filters, panels: packed + backward + t * tap, panelStride: g.window.taps * tap)
    }
  }
}
