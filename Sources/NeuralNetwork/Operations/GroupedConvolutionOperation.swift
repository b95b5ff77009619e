import Kernels
import LinearAlgebra

/// A convolution whose filters each see one group of the channels, by way of the column matrix of each group.
struct GroupedConvolutionOperation: Operation {
  let name: String
  let window: WindowShape
  let groups: Int
  let input: Value
  let output: Value
  /// The kernel's place in the parameter buffer: (KH, KW, C / groups, F).
  let kernel: Int
  /// The bias' place in the parameter buffer.
  let bias: Int?
  /// The packed kernels and their transposes, one group after the other.
  private let packed: Int
  private let transposed: Int

  /// The channels of a group.
  private var channels: Int { input.layout.channels / groups }
  /// The filters of a group.
  private var filters: Int { output.layout.channels / groups }
  /// The numbers that an output sums over.
  private var inputs: Int { window.taps * channels }
  private var pixels: Int { output.layout.height * output.layout.width }
  private var paddedFilters: Int { MemoryPlan.aligned(filters) }
  private var columnCount: Int { MemoryPlan.aligned(pixels * inputs) }

  init(
    name: String, window: WindowShape, groups: Int, input: Value, output: Value, kernel: Int, bias: Int?,
    _ memory: inout MemoryPlan
  ) {
    self.name = name
    self.window = window
    self.groups = groups
    self.input = input
    self.output = output
    self.kernel = kernel
    self.bias = bias
    let inputs = window.taps * input.layout.channels / groups
    let filters = output.layout.channels / groups
    packed = memory.reservePacked(groups * inputs * MemoryPlan.panels(filters))
    transposed = memory.reservePacked(groups * MemoryPlan.aligned(filters) * MemoryPlan.panels(inputs))
    let pixels = output.layout.height * output.layout.width
    memory.requireScratch(
      2 * MemoryPlan.aligned(pixels * inputs) + pixels * MemoryPlan.aligned(filters) + input.layout.count
        + 128)
  }

  func pack(
    _ parameters: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>,
    _ kernels: any KernelSet.Type
  ) {
    let panel = kernels.panelWidth
    for group in 0..<groups {
      let weights = parameters + kernel + group * filters
      kernels.packPanels(
        k: inputs, n: filters, b: weights, kStride: output.layout.channels, nStride: 1,
        panels: packed + self.packed + group * inputs * MemoryPlan.panels(filters),
        panelStride: inputs * panel)
      kernels.packPanels(
        k: filters, n: inputs, b: weights, kStride: 1, nStride: output.layout.channels,
        panels: packed + transposed + group * paddedFilters * MemoryPlan.panels(inputs),
        panelStride: paddedFilters * panel)
    }
  }

  func forward(_ shard: Shard) {
    let panel = shard.kernels.panelWidth
    let (columns, z) = (shard.scratch, shard.scratch + columnCount)
    for sample in 0..<shard.count {
      for group in 0..<groups {
        gather(shard.pointer(input.place, sample), group, into: columns)
        // Z = COL · W
        // M: output pixels, K: kernel rows · kernel columns · channels of the group, N: filters of the group
        shard.kernels.contract(
          Contraction(
            rows: pixels, columns: filters, a: columns, aRow: inputs,
            b: shard.packed + packed + group * inputs * MemoryPlan.panels(filters), bPanel: inputs * panel,
            inner: .init(inputs, aStep: 1, bStep: panel), c: z, cRow: paddedFilters, start: .zero,
            isPadded: true))
        for row in 0..<output.layout.height {
          for column in 0..<output.layout.width {
            let y =
              shard.pointer(output, sample)
              + (row * output.layout.rowStride + column * output.layout.channels + group * filters)
            y.update(from: z + (row * output.layout.width + column) * paddedFilters, count: filters)
            if let bias {
              shard.kernels.add(count: filters, shard.parameters + bias + group * filters, to: y)
            }
          }
        }
      }
    }
  }

  func backward(_ shard: Shard) {
    guard let dOutput = output.gradient else { return }
    let panel = shard.kernels.panelWidth
    let (columns, dColumns) = (shard.scratch, shard.scratch + columnCount)
    let dz = dColumns + columnCount
    let image = dz + pixels * paddedFilters
    let all = output.layout.channels
    for sample in 0..<shard.count {
      let dy = shard.pointer(dOutput, sample)
      if let bias {
        shard.kernels.addSums(
          pixels: pixels, channels: all, PixelSpan(dy, stride: all), to: shard.gradient + bias)
      }
      image.update(repeating: 0, count: input.layout.count)
      for group in 0..<groups {
        for pixel in 0..<pixels {
          let row = dz + pixel * paddedFilters
          row.update(from: dy + pixel * all + group * filters, count: filters)
          (row + filters).update(repeating: 0, count: paddedFilters - filters)
        }
        gather(shard.pointer(input.place, sample), group, into: columns)
        // dW += COLᵀ · dZ
        // M: kernel rows · kernel columns · channels of the group, K: output pixels, N: filters of the group
        shard.kernels.contract(
          Contraction(
            rows: inputs, columns: filters, a: columns, aRow: 1, b: dz, bPanel: panel,
            inner: .init(pixels, aStep: inputs, bStep: paddedFilters),
            c: shard.gradient + kernel + group * filters, cRow: all, start: .accumulate))
        guard input.gradient != nil else { continue }
        // dCOL = dZ · Wᵀ
        // M: output pixels, K: filters of the group, N: kernel rows · kernel columns · channels of the group
        shard.kernels.contract(
          Contraction(
            rows: pixels, columns: inputs, a: dz, aRow: paddedFilters,
            b: shard.packed + transposed + group * paddedFilters * MemoryPlan.panels(inputs),
            bPanel: paddedFilters * panel, inner: .init(paddedFilters, aStep: 1, bStep: panel), c: dColumns,
            cRow: inputs, start: .zero))
        scatter(dColumns, group, into: image)
      }
      guard let dInput = input.gradient else { continue }
      let layout = input.layout
      let rowCount = layout.width * layout.channels
      for row in 0..<layout.height {
        (shard.pointer(dInput, sample) + row * rowCount).update(
          from: image + layout.origin + row * layout.rowStride, count: rowCount)
      }
    }
  }

  /// The column matrix of a group.
  private func gather(
    _ image: UnsafeMutablePointer<Float>, _ group: Int, into columns: UnsafeMutablePointer<Float>
  ) {
    var place = columns
    forEachTap(group) { offset in
      place.update(from: image + offset, count: channels)
      place += channels
    }
  }

  /// Adds the column matrix of a group to an image.
  private func scatter(
    _ columns: UnsafeMutablePointer<Float>, _ group: Int, into image: UnsafeMutablePointer<Float>
  ) {
    var place = columns
    forEachTap(group) { offset in
      for c in 0..<channels { image[offset + c] += place[c] }
      place += channels
    }
  }

  /// Visits the first channels of the taps of every patch in the order of the column matrix.
  @inline(__always)
  private func forEachTap(_ group: Int, _ body: (_ offset: Int) -> Void) {
    let layout = input.layout
    for row in 0..<output.layout.height {
      for column in 0..<output.layout.width {
        for p in 0..<window.vertical.kernel {
          for q in 0..<window.horizontal.kernel {
            let y = row * window.vertical.stride + p * window.vertical.dilation
            let x = column * window.horizontal.stride + q * window.horizontal.dilation
            body(y * layout.rowStride + x * layout.channels + group * channels)
          }
        }
      }
    }
  }
}
