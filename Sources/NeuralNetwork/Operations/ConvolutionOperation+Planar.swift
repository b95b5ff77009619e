import Kernels
import LinearAlgebra

extension ConvolutionOperation {
  /// Few filters: a vector is a run of neighbouring pixels of an output row, not a pixel's filters.
  ///
  /// Each image's channels are separated first, so that such a run is one in memory too; the results are brought back
  /// into pixels by the kernels that apply the function.
  func forwardFromPlanes(_ shard: Shard, _ rowBias: Int) {
    let g = geometry
    let d = (g.window.vertical.dilation, g.window.horizontal.dilation)
    let rowPixels = g.input.rowStride / g.channels
    let planes = shard.scratch
    let strip = shard.scratch + blocks.columnCount
    let plane = blocks.stripRows * g.planarRow
    for sample in 0..<shard.count {
      let x = shard.pointer(input.place, sample)
      if g.channels > 1 {
        shard.kernels.separatePlanes(
          x, pixels: g.inputPlane, channels: g.channels, planes: planes, plane: g.inputPlane)
      }
      let source = g.channels > 1 ? planes : x
      for first in stride(from: 0, to: g.height, by: blocks.stripRows) {
        let rows = min(blocks.stripRows, g.height - first)
        // Z[f, x] = b[f] + Σ over (c, p, q) of W[p, q, c, f] · X[c, y + p·d, x + q·d], for some rows y
        // M: filters, K: input channels · kernel rows · kernel columns, N: pixels of an output row
        shard.kernels.contract(
          Contraction(
            rows: g.filters, columns: g.width, a: shard.parameters + kernel, aRow: 1,
            b: source + first * rowPixels, bPanel: shard.kernels.panelWidth,
            outer: .init(g.channels, aStep: g.filters, bStep: g.inputPlane),
            middle: .init(
              g.kernelHeight, aStep: g.kernelWidth * g.channels * g.filters, bStep: d.0 * rowPixels),
            inner: .init(g.kernelWidth, aStep: g.channels * g.filters, bStep: d.1), c: strip, cRow: plane,
            start: .rowBias(shard.packed + rowBias), isPadded: true,
            repetition: .init(rows, bStep: rowPixels, cStep: g.planarRow)))
        for row in stride(from: 0, to: rows, by: g.pool.height) {
          let planar = PlanarStrip(
            strip + row * g.planarRow, plane: plane, row: g.planarRow, channels: g.filters)
          finishPlanarRow(shard, sample, (first + row) / g.pool.height, planar)
        }
      }
    }
  }

  /// The function and the pooling: from a strip of planes to a row of the operation's output.
  private func finishPlanarRow(_ shard: Shard, _ sample: Int, _ row: Int, _ strip: PlanarStrip) {
    let g = geometry
    let place = row * g.pooledWidth * g.filters
    let y = shard.pointer(output, sample, row: row)
    shard.kernels.maxPoolPlanes(
      strip, size: g.pool.height, windows: g.pooledWidth, function, output: y,
      choice: choice.map { shard.pointer($0, sample) + place },
      derivative: derivative.map { shard.pointer($0, sample) + place })
  }
}
