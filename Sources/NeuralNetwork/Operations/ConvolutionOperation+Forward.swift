import Kernels
import LinearAlgebra

extension ConvolutionOperation {
  func forward(_ shard: Shard) {
    if let winograd {
      forwardByWinograd(shard, winograd)
    } else if geometry.isLowered {
      forwardThroughColumns(shard)
    } else if let rowBias = packing.rowBias {
      forwardFromPlanes(shard, rowBias)
    } else {
      forwardFromImage(shard)
    }
  }

  /// Rows of the output straight from the image: the patches are never written to memory.
  private func forwardFromImage(_ shard: Shard) {
    let g = geometry
    let panel = shard.kernels.panelWidth
    let rowsAtOnce = isStraight ? g.height : blocks.stripRows
    for sample in 0..<shard.count {
      let x = shard.pointer(input.place, sample)
      let strip = isStraight ? shard.pointer(output, sample) : shard.scratch
      let stripRow = isStraight ? output.layout.rowStride : g.width * g.paddedFilters
      for first in stride(from: 0, to: g.height, by: rowsAtOnce) {
        let rows = min(rowsAtOnce, g.height - first)
        // Z[x, f] = b[f] + Σ over (p, q, c) of X[y·s + p·d, x·s + q·d, c] · W[p, q, c, f], for some rows y
        // M: pixels of an output row, K: kernel rows · kernel columns · input channels, N: filters
        shard.kernels.contract(
          Contraction(
            rows: g.width, columns: g.filters, a: x + first * g.stepRow, aRow: g.stepColumn,
            b: shard.packed + packing.forward, bPanel: g.inputs * panel,
            outer: .init(g.kernelHeight, aStep: g.tapRow, bStep: g.kernelWidth * g.channels * panel),
            middle: g.hasRuns
              ? .init() : .init(g.kernelWidth, aStep: g.tapColumn, bStep: g.channels * panel),
            inner: .init(g.hasRuns ? g.kernelWidth * g.channels : g.channels, aStep: 1, bStep: panel),
            c: strip, cRow: g.paddedFilters, start: .bias(shard.packed + packing.bias), isPadded: true,
            repetition: .init(rows, aStep: g.stepRow, cStep: stripRow)))
        guard !isStraight else { continue }
        for row in stride(from: 0, to: rows, by: g.pool.height) {
          finishRow(shard, sample, (first + row) / g.pool.height, strip + row * stripRow)
        }
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
    let y = shard.pointer(output, sample, row: row)
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
