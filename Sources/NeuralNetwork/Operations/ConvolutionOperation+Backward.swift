import Kernels
import LinearAlgebra

extension ConvolutionOperation {
  func backward(_ shard: Shard) {
    // Nothing before a frozen layer, nor the layer itself, asks for a gradient.
    guard output.gradient != nil else { return }
    if let choices { return backwardAlongChoices(shard, choices) }
    if let winograd, let back = winograd.back { return backwardByWinograd(shard, winograd, back) }
    let g = geometry
    let dz = blocks.gradient.map { shard.workspace + $0 } ?? shard.scratch
    for first in stride(from: 0, to: shard.count, by: blocks.gradientImages) {
      let images = min(blocks.gradientImages, shard.count - first)
      for row in stride(from: 0, to: g.height, by: blocks.gradientRows) {
        let rows = min(blocks.gradientRows, g.height - row)
        for image in 0..<images {
          spreadGradient(
            shard, first + image, row, rows,
            to: dz + (image * blocks.gradientImage + blocks.gradientStart), rowDistance: blocks.gradientRow)
        }
        addKernelGradient(shard, first, images, row, rows, dz)
      }
      guard input.gradient != nil else { continue }
      if blocks.gradient != nil {
        for image in 0..<images {
          inputGradientByTurnedKernel(shard, first + image, dz + image * blocks.gradientImage)
        }
      } else {
        for image in stride(from: 0, to: images, by: blocks.columnGradientImages) {
          inputGradientThroughColumns(
            shard, first + image, min(blocks.columnGradientImages, images - image),
            dz + image * blocks.gradientImage)
        }
      }
    }
  }

  /// dZ = unpool(dY) · f'(Z) for some rows of one image, and dB += Σ dZ.
  func spreadGradient(
    _ shard: Shard, _ sample: Int, _ firstRow: Int, _ rows: Int, to dz: UnsafeMutablePointer<Float>,
    rowDistance: Int
  ) {
    let g = geometry
    guard let gradient = output.gradient else { return }
    let dBias = bias.map { shard.gradient + $0 }
    if let normalized {
      for row in 0..<rows {
        let span = PixelSpan(dz + row * rowDistance, stride: g.paddedFilters)
        normalized.write(shard, sample, row: firstRow + row, to: span)
        if g.paddedFilters > g.filters {
          for pixel in 0..<g.width {
            (span.start + pixel * g.paddedFilters + g.filters).update(
              repeating: 0, count: g.paddedFilters - g.filters)
          }
        }
        if let dBias { shard.kernels.addSums(pixels: g.width, channels: g.filters, span, to: dBias) }
      }
      return
    }
    for row in firstRow / g.pool.height..<(firstRow + rows) / g.pool.height {
      let place = row * g.pooledWidth * g.filters
      let dy = shard.pointer(gradient, sample) + place
      let destination = dz + (row * g.pool.height - firstRow) * rowDistance
      let slope = derivative.map { shard.pointer($0, sample) + place }
      if let choice {
        shard.kernels.unpool(
          pooling(of: destination, row: rowDistance), accumulates: false, dy: dy,
          choice: shard.pointer(choice, sample) + place, derivative: slope, dBias: dBias)
      } else {
        let y = shard.pointer(output, sample, row: row)
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

  /// dCOL = dZ · Wᵀ for some images, and dX is its col2im.
  private func inputGradientThroughColumns(
    _ shard: Shard, _ first: Int, _ images: Int, _ dz: UnsafeMutablePointer<Float>
  ) {
    let g = geometry
    guard let gradient = input.gradient, let weights = packing.backward else { return }
    let panel = shard.kernels.panelWidth
    let columns = shard.scratch + blocks.gradientCount
    let columnRow = MemoryPlan.aligned(g.inputs)
    // With padding, the taps of the border need a place too: it serves one image after the other.
    let bordered = columns + blocks.columnGradientCount
    for row in stride(from: 0, to: g.height, by: blocks.columnGradientRows) {
      let rows = min(blocks.columnGradientRows, g.height - row)
      // M: output pixels of some images, K: filters, N: kernel rows · kernel columns · input channels
      shard.kernels.contract(
        Contraction(
          rows: images * rows * g.width, columns: g.inputs, a: dz + row * blocks.gradientRow,
          aRow: g.paddedFilters,
          b: shard.packed + weights, bPanel: g.paddedFilters * panel,
          inner: .init(g.paddedFilters, aStep: 1, bStep: panel), c: columns, cRow: columnRow, start: .zero,
          isPadded: true))
      for image in 0..<images {
        let dx = shard.pointer(gradient, first + image)
        let destination = g.input.isCompact ? dx : bordered
        if row == 0 { destination.update(repeating: 0, count: g.input.count) }
        for i in 0..<rows {
          shard.kernels.scatterPatches(
            patches(of: destination + (row + i) * g.stepRow),
            matrix: columns + (image * rows + i) * g.width * columnRow, matrixRow: columnRow)
        }
        if row + rows == g.height, !g.input.isCompact { cutBorder(destination, to: dx) }
      }
    }
  }

  /// Copies an image without its border.
  func cutBorder(_ image: UnsafeMutablePointer<Float>, to dx: UnsafeMutablePointer<Float>) {
    let rowCount = geometry.input.width * geometry.channels
    for row in 0..<geometry.input.height {
      (dx + row * rowCount).update(
        from: image + geometry.input.origin + row * geometry.input.rowStride, count: rowCount)
    }
  }
}
