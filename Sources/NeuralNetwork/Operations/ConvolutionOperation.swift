import Kernels
import LinearAlgebra

/// Conv2D with its bias, its activation function and, where one follows, a max pooling whose windows do not overlap.
///
/// The output of the convolution itself is never kept: its rows go to a strip that stays in the first-level cache,
/// and from there through the function and the pooling to the output. Backward, the gradient of a few images or rows
/// is spread out again, and read by the two products while it is hot.
struct ConvolutionOperation: Operation {
  let name: String
  let geometry: ConvolutionGeometry
  let function: PointwiseFunction
  let input: Value
  let output: Value
  /// The choices of the pooling.
  let choice: Place?
  /// dy/dz of functions that store it.
  let derivative: Place?
  /// The kernel's place in the parameter buffer.
  let kernel: Int
  /// The bias' place in the parameter buffer.
  let bias: Int?
  let packing: WeightPacking
  let blocks: ConvolutionBlocks
  /// The way back along the chosen taps of the pooling, where that is shorter.
  let choices: ChoiceBlocks?
  /// The way forward by Winograd's algorithm, where it applies.
  let winograd: WinogradBlocks?

  func pack(
    _ parameters: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>,
    _ kernels: any KernelSet.Type
  ) {
    packing.pack(
      kernel: parameters + kernel, bias: bias.map { parameters + $0 }, into: packed, kernels)
    if let winograd { packForWinograd(parameters + kernel, into: packed, winograd, kernels) }
    if let choices { choices.imageParts?.pack(parameters + kernel, into: packed + choices.weights, kernels) }
  }
}

// MARK: - Forward

extension ConvolutionOperation {
  func forward(_ shard: Shard) {
    if let winograd { return forwardByWinograd(shard, winograd) }
    if geometry.isLowered { forwardThroughColumns(shard) } else { forwardFromImage(shard) }
  }

  /// Rows of the output straight from the image: the patches are never written to memory.
  private func forwardFromImage(_ shard: Shard) {
    let g = geometry
    let panel = shard.kernels.panelWidth
    let strip = shard.scratch
    let stripRow = g.width * g.paddedFilters
    for sample in 0..<shard.count {
      let x = shard.pointer(input.place, sample)
      for row in 0..<g.pooledHeight {
        for i in 0..<g.pool.height {
          // Z[x, f] = b[f] + Σ over (p, q, c) of X[y·s + p·d, x·s + q·d, c] · W[p, q, c, f]
          // M: pixels of an output row, K: kernel rows · kernel columns · input channels, N: filters
          shard.kernels.contract(
            Contraction(
              rows: g.width, columns: g.filters, a: x + (row * g.pool.height + i) * g.stepRow,
              aRow: g.stepColumn, b: shard.packed + packing.forward, bPanel: g.inputs * panel,
              outer: .init(g.kernelHeight, aStep: g.tapRow, bStep: g.kernelWidth * g.channels * panel),
              middle: g.hasRuns
                ? .init() : .init(g.kernelWidth, aStep: g.tapColumn, bStep: g.channels * panel),
              inner: .init(g.hasRuns ? g.kernelWidth * g.channels : g.channels, aStep: 1, bStep: panel),
              c: strip + i * stripRow, cRow: g.paddedFilters, start: .bias(shard.packed + packing.bias),
              isPadded: true))
        }
        finishRow(shard, sample, row, strip)
      }
    }
  }

  /// Short rows: the patches of several images make one matrix.
  private func forwardThroughColumns(_ shard: Shard) {
    let g = geometry
    let panel = shard.kernels.panelWidth
    let outputs = g.height * g.width
    let columns = shard.scratch
    let strip = shard.scratch + blocks.columnCount
    for first in stride(from: 0, to: shard.count, by: blocks.loweredImages) {
      let images = min(blocks.loweredImages, shard.count - first)
      for image in 0..<images {
        let x = shard.pointer(input.place, first + image)
        for row in 0..<g.height {
          shard.kernels.gatherPatches(
            patches(of: x + row * g.stepRow),
            matrix: columns + (image * outputs + row * g.width) * g.inputs)
        }
      }
      // Z = b + COL · W
      // M: output pixels of some images, K: kernel rows · kernel columns · input channels, N: filters
      shard.kernels.contract(
        Contraction(
          rows: images * outputs, columns: g.filters, a: columns, aRow: g.inputs,
          b: shard.packed + packing.forward, bPanel: g.inputs * panel,
          inner: .init(g.inputs, aStep: 1, bStep: panel), c: strip, cRow: g.paddedFilters,
          start: .bias(shard.packed + packing.bias), isPadded: true))
      for image in 0..<images {
        for row in 0..<g.pooledHeight {
          let rows = strip + (image * outputs + row * g.pool.height * g.width) * g.paddedFilters
          finishRow(shard, first + image, row, rows)
        }
      }
    }
  }

  /// The function and the pooling: from a strip of the convolution's output to a row of the operation's.
  func finishRow(
    _ shard: Shard, _ sample: Int, _ row: Int, _ strip: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let place = row * g.pooledWidth * g.filters
    let y = shard.pointer(output, sample) + row * output.layout.rowStride
    let slope = derivative.map { shard.pointer($0, sample) + place }
    if let choice {
      shard.kernels.maxPool(
        pooling(of: strip, row: g.width * g.paddedFilters), function, output: y,
        choice: shard.pointer(choice, sample) + place, derivative: slope)
    } else {
      shard.kernels.activate(
        function, pixels: g.width, channels: g.filters, z: PixelSpan(strip, stride: g.paddedFilters),
        y: PixelSpan(y, stride: g.filters), derivative: slope)
    }
  }
}

// MARK: - Backward

extension ConvolutionOperation {
  func backward(_ shard: Shard) {
    if let choices { return backwardAlongChoices(shard, choices) }
    let g = geometry
    let dz = blocks.gradient.map { shard.lane + $0 } ?? shard.scratch
    for first in stride(from: 0, to: shard.count, by: blocks.gradientImages) {
      let images = min(blocks.gradientImages, shard.count - first)
      for row in stride(from: 0, to: g.height, by: blocks.gradientRows) {
        let rows = min(blocks.gradientRows, g.height - row)
        for image in 0..<images {
          spreadGradient(shard, first + image, row, rows, dz + image * blocks.gradientImage)
        }
        addKernelGradient(shard, first, images, row, rows, dz)
      }
      guard input.gradient != nil else { continue }
      for image in 0..<images {
        let gradient = dz + image * blocks.gradientImage
        if blocks.gradient != nil {
          inputGradientByTurnedKernel(shard, first + image, gradient)
        } else {
          inputGradientThroughColumns(shard, first + image, gradient)
        }
      }
    }
  }

  /// dZ = unpool(dY) · f'(Z) for some rows of one image, and dB += Σ dZ.
  private func spreadGradient(
    _ shard: Shard, _ sample: Int, _ firstRow: Int, _ rows: Int, _ dz: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    guard let gradient = output.gradient else { return }
    let dBias = bias.map { shard.gradient + $0 }
    for row in firstRow / g.pool.height..<(firstRow + rows) / g.pool.height {
      let place = row * g.pooledWidth * g.filters
      let dy = shard.pointer(gradient, sample) + place
      let destination = dz + ((row * g.pool.height - firstRow) * blocks.gradientRow + blocks.gradientStart)
      let slope = derivative.map { shard.pointer($0, sample) + place }
      if let choice {
        shard.kernels.unpool(
          pooling(of: destination, row: blocks.gradientRow), accumulates: false, dy: dy,
          choice: shard.pointer(choice, sample) + place, derivative: slope, dBias: dBias)
      } else {
        let y = shard.pointer(output, sample) + row * output.layout.rowStride
        shard.kernels.differentiate(
          function, pixels: g.width, channels: g.filters, dy: PixelSpan(dy, stride: g.filters),
          saved: function.storesDerivative ? slope : y,
          dz: PixelSpan(destination, stride: g.paddedFilters), dBias: dBias)
      }
    }
  }

  /// dW[p, q, c, f] += Σ over images and pixels of X[y·s + p·d, x·s + q·d, c] · dZ[y, x, f]
  private func addKernelGradient(
    _ shard: Shard, _ first: Int, _ images: Int, _ row: Int, _ rows: Int,
    _ dz: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    let x = shard.pointer(input.place, first) + row * g.stepRow
    let run = g.hasRuns ? g.kernelWidth * g.channels : g.channels
    for p in 0..<g.kernelHeight {
      for q in 0..<(g.hasRuns ? 1 : g.kernelWidth) {
        // dW = Xᵀ · dZ for the taps of a kernel row
        // M: kernel columns · input channels, K: images · output rows · output columns, N: filters
        shard.kernels.contract(
          Contraction(
            rows: run, columns: g.filters, a: x + p * g.tapRow + q * g.tapColumn, aRow: 1,
            b: dz + blocks.gradientStart, bPanel: shard.kernels.panelWidth,
            outer: .init(images, aStep: input.place.stride, bStep: blocks.gradientImage),
            middle: .init(rows, aStep: g.stepRow, bStep: blocks.gradientRow),
            inner: .init(g.width, aStep: g.stepColumn, bStep: g.paddedFilters),
            c: shard.gradient + kernel + (p * g.kernelWidth + q) * g.channels * g.filters, cRow: g.filters,
            start: .accumulate))
      }
    }
  }

  /// dX[y, x, c] = Σ over (p, q, f) of dZ[y + a − p·d, x + b − q·d, f] · W[p, q, c, f], a and b being the padding.
  private func inputGradientByTurnedKernel(
    _ shard: Shard, _ sample: Int, _ dz: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    guard let gradient = input.gradient, let weights = packing.backward else { return }
    let panel = shard.kernels.panelWidth
    let dx = shard.pointer(gradient, sample)
    let d = g.window.vertical.dilation
    let tap = g.paddedFilters * panel
    for row in 0..<g.input.height {
      // Only kernel rows that meet a row of dZ: others would add zeros.
      let shifted = row + g.window.vertical.paddingBefore
      let last = min(g.kernelHeight - 1, shifted / d)
      let firstRow = max(0, (shifted - g.height + d) / d)
      let destination = dx + row * g.input.width * g.channels
      guard firstRow <= last else {
        destination.update(repeating: 0, count: g.input.width * g.channels)
        continue
      }
      // dX = dZ ⋆ turned W
      // M: pixels of an input row, K: kernel rows · kernel columns · filters, N: input channels
      shard.kernels.contract(
        Contraction(
          rows: g.input.width, columns: g.channels, a: dz + (shifted - last * d) * blocks.gradientRow,
          aRow: g.paddedFilters,
          b: shard.packed + weights + (g.kernelHeight - 1 - last) * g.kernelWidth * tap,
          bPanel: g.window.taps * tap,
          outer: .init(last - firstRow + 1, aStep: d * blocks.gradientRow, bStep: g.kernelWidth * tap),
          middle: g.hasRuns
            ? .init()
            : .init(g.kernelWidth, aStep: g.window.horizontal.dilation * g.paddedFilters, bStep: tap),
          inner: .init((g.hasRuns ? g.kernelWidth : 1) * g.paddedFilters, aStep: 1, bStep: panel),
          c: destination, cRow: g.channels, start: .zero))
    }
  }

  /// dCOL = dZ · Wᵀ, and dX is its col2im.
  private func inputGradientThroughColumns(
    _ shard: Shard, _ sample: Int, _ dz: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    guard let gradient = input.gradient, let weights = packing.backward else { return }
    let panel = shard.kernels.panelWidth
    let columns = shard.scratch + blocks.gradientCount
    let columnRow = MemoryPlan.aligned(g.inputs)
    // With padding, the taps of the border need a place too.
    let image =
      g.input.isCompact
      ? shard.pointer(gradient, sample) : columns + blocks.columnGradientRows * g.width * columnRow
    image.update(repeating: 0, count: g.input.count)
    for row in stride(from: 0, to: g.height, by: blocks.columnGradientRows) {
      let rows = min(blocks.columnGradientRows, g.height - row)
      // M: output pixels, K: filters, N: kernel rows · kernel columns · input channels
      shard.kernels.contract(
        Contraction(
          rows: rows * g.width, columns: g.inputs, a: dz + row * blocks.gradientRow, aRow: g.paddedFilters,
          b: shard.packed + weights, bPanel: g.paddedFilters * panel,
          inner: .init(g.paddedFilters, aStep: 1, bStep: panel), c: columns, cRow: columnRow, start: .zero,
          isPadded: true))
      for i in 0..<rows {
        shard.kernels.scatterPatches(
          patches(of: image + (row + i) * g.stepRow), matrix: columns + i * g.width * columnRow,
          matrixRow: columnRow)
      }
    }
    guard !g.input.isCompact else { return }
    let dx = shard.pointer(gradient, sample)
    let rowCount = g.input.width * g.channels
    for row in 0..<g.input.height {
      (dx + row * rowCount).update(
        from: image + g.input.origin + row * g.input.rowStride, count: rowCount)
    }
  }
}

// MARK: - Rows

extension ConvolutionOperation {
  /// The patches of the output row whose first tap is given.
  private func patches(of image: UnsafeMutablePointer<Float>) -> PatchRow {
    PatchRow(
      image: image, kernelRow: geometry.tapRow, kernelColumn: geometry.tapColumn, step: geometry.stepColumn,
      rows: geometry.kernelHeight, columns: geometry.kernelWidth, channels: geometry.channels,
      patches: geometry.width)
  }

  /// The pooling windows of a strip.
  private func pooling(of strip: UnsafeMutablePointer<Float>, row: Int) -> PoolingRow {
    PoolingRow(
      input: strip, inputRow: row, inputPixel: geometry.paddedFilters, stride: geometry.pool.width,
      windowRows: geometry.pool.height, windowColumns: geometry.pool.width, choiceRow: geometry.pool.width,
      windows: geometry.pooledWidth, channels: geometry.filters)
  }
}
