import Kernels

/// The forward pass of a convolution by Winograd's algorithm F(2 × 2, r × r): for r = 3 with 16 products for the four
/// outputs of a tile instead of 36, for r = 4 with 25 instead of 64.
extension ConvolutionOperation {
  func packForWinograd(
    _ weights: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>, _ blocks: WinogradBlocks,
    _ kernels: any KernelSet.Type
  ) {
    kernels.winogradKernel(
      taps: blocks.taps, channels: geometry.channels, filters: geometry.filters, kernel: weights,
      points: packed + blocks.weights, pointStep: geometry.channels * geometry.filters,
      half: packed + blocks.weightHalf)
  }

  func forwardByWinograd(_ shard: Shard, _ blocks: WinogradBlocks) {
    let rows = geometry.height / 2
    for first in stride(from: 0, to: shard.count, by: blocks.images) {
      for firstRow in stride(from: 0, to: rows, by: blocks.rows) {
        forward(
          shard, first..<min(first + blocks.images, shard.count),
          firstRow..<min(firstRow + blocks.rows, rows), blocks)
      }
    }
  }

  /// Some rows of tiles of some images.
  private func forward(_ shard: Shard, _ images: Range<Int>, _ rows: Range<Int>, _ blocks: WinogradBlocks) {
    let g = geometry
    let tilesOfRow = g.width / 2
    let products = shard.scratch + blocks.products
    let strip = shard.scratch + blocks.strip

    // T = Bᵀ X B
    for image in images {
      for row in rows {
        let tile = ((image - images.lowerBound) * rows.count + row - rows.lowerBound) * tilesOfRow
        shard.kernels.winogradImage(
          taps: blocks.taps, tiles: tilesOfRow, channels: g.channels,
          image: shard.pointer(input.place, image) + 2 * row * g.input.rowStride, imageRow: g.input.rowStride,
          points: shard.scratch + tile * g.channels, pointStep: blocks.pixelStep,
          half: shard.scratch + blocks.half)
      }
    }
    for point in 0..<blocks.points {
      // M = T · U, at each point
      // M: tiles, K: input channels, N: filters
      shard.kernels.contract(
        Contraction(
          rows: images.count * rows.count * tilesOfRow, columns: g.filters,
          a: shard.scratch + point * blocks.pixelStep, aRow: g.channels,
          b: shard.packed + (blocks.weights + point * g.channels * g.filters),
          bPanel: shard.kernels.panelWidth, inner: .init(g.channels, aStep: 1, bStep: g.filters),
          c: products + point * blocks.productStep, cRow: g.filters, start: .zero))
    }
    // Z = Aᵀ M A + b
    for image in images {
      for row in rows {
        let tile = ((image - images.lowerBound) * rows.count + row - rows.lowerBound) * tilesOfRow
        let z = strip + tile * 4 * g.filters
        shard.kernels.winogradOutput(
          taps: blocks.taps, tiles: tilesOfRow, filters: g.filters, points: products + tile * g.filters,
          pointStep: blocks.productStep, bias: shard.packed + packing.bias, output: z,
          outputRow: g.width * g.filters)
        for i in 0..<2 / g.pool.height {
          finishRow(shard, image, row * 2 / g.pool.height + i, z + i * g.width * g.filters)
        }
      }
    }
  }
}
