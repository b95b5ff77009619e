import Kernels

/// The passes of a convolution by Winograd's algorithm F(m × m, r × r): for m = 4 and r = 3 with 36 products for the 16
/// outputs of a tile instead of 144, forward as well as for either gradient.
///
/// All three are products at each of the (m + r − 1)² points, between linear maps of small squares:
/// Z = Aᵀ[(G W Gᵀ) ⊙ (Bᵀ X B)]A, and its transposes with respect to W and X.
extension ConvolutionOperation {
  func packForWinograd(
    _ weights: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>, _ blocks: WinogradBlocks,
    _ kernels: any KernelSet.Type
  ) {
    let (channels, filters) = (geometry.channels, geometry.filters)
    kernels.winogradKernel(
      blocks.algorithm, channels: channels, filters: filters, kernel: weights, panel: kernels.panelWidth,
      points: packed + blocks.weights, pointStep: blocks.weightStep, half: packed + blocks.weightHalf)
    guard let back = blocks.back, input.gradient != nil else { return }
    for tap in 0..<geometry.window.taps {
      let matrix = tap * channels * filters
      kernels.transpose(
        rows: channels, columns: filters, weights + matrix, sourceRow: filters,
        into: packed + back.transposed + matrix, destinationRow: channels, accumulates: false)
    }
    kernels.winogradKernel(
      blocks.algorithm, channels: filters, filters: channels, kernel: packed + back.transposed,
      panel: kernels.panelWidth, points: packed + back.weights, pointStep: back.weightStep,
      half: packed + blocks.weightHalf)
  }

  func forwardByWinograd(_ shard: Shard, _ blocks: WinogradBlocks) {
    let g = geometry
    forEachBlock(shard, blocks) { block in
      transformPixels(shard, block, blocks)
      for point in 0..<blocks.algorithm.points {
        // M = T · U, at each point
        // M: tiles, K: input channels, N: filters
        shard.kernels.contract(
          Contraction(
            rows: block.tiles, columns: g.filters, a: shard.scratch + point * blocks.pixelStep,
            aRow: g.channels, b: shard.packed + (blocks.weights + point * blocks.weightStep),
            bPanel: g.channels * shard.kernels.panelWidth,
            inner: .init(g.channels, aStep: 1, bStep: shard.kernels.panelWidth),
            c: shard.scratch + blocks.products + point * blocks.productStep, cRow: g.filters, start: .zero))
      }
      // Z = Aᵀ M A + b
      block.forEachRow { image, row, tile in
        let points = shard.scratch + blocks.products + tile * g.filters
        let m = blocks.algorithm.outputs
        let isDirect = isStraight
        let z =
          isDirect
          ? shard.pointer(output, image, row: m * row) : shard.scratch + blocks.strip
        let zRow = isDirect ? output.layout.rowStride : g.width * g.filters
        shard.kernels.winogradOutput(
          blocks.algorithm, tiles: block.tilesOfRow, filters: g.filters, points: points,
          pointStep: blocks.productStep, bias: shard.packed + packing.bias, output: z, outputRow: zRow,
          half: shard.scratch + blocks.half)
        guard !isDirect else { return }
        for i in 0..<m / g.pool.height {
          finishRow(shard, image, row * m / g.pool.height + i, z + i * g.pool.height * zRow)
        }
      }
    }
  }

  func backwardByWinograd(_ shard: Shard, _ blocks: WinogradBlocks, _ back: WinogradBlocks.Back) {
    let all = 0..<geometry.channels
    let isWhole = back.channels >= all.count
    var isFirst = true
    forEachBlock(shard, blocks) { block in
      transformPixels(shard, block, blocks)
      transformGradients(shard, block, blocks)
      for first in stride(from: 0, to: all.count, by: back.channels) {
        let part = first..<min(first + back.channels, all.count)
        multiplyGradients(shard, part, block, blocks, back, accumulates: isWhole && !isFirst)
        if !isWhole { addKernelGradient(shard, part, blocks, back) }
      }
      isFirst = false
      if let gradient = input.gradient { computeInputGradient(shard, gradient, block, blocks, back) }
    }
    if isWhole { addKernelGradient(shard, all, blocks, back) }
  }

  /// dU = Tᵀ · dM of some input channels, or added to what there is.
  private func multiplyGradients(
    _ shard: Shard, _ channels: Range<Int>, _ block: WinogradBlock, _ blocks: WinogradBlocks,
    _ back: WinogradBlocks.Back, accumulates: Bool
  ) {
    let g = geometry
    for point in 0..<blocks.algorithm.points {
      // dU = Tᵀ · dM, at each point
      // M: input channels, K: tiles, N: filters
      shard.kernels.contract(
        Contraction(
          rows: channels.count, columns: g.filters,
          a: shard.scratch + point * blocks.pixelStep + channels.lowerBound, aRow: 1,
          b: shard.scratch + blocks.products + point * blocks.productStep, bPanel: shard.kernels.panelWidth,
          inner: .init(block.tiles, aStep: g.channels, bStep: g.filters),
          c: shard.scratch + back.gradient + point * back.gradientStep, cRow: g.filters,
          start: accumulates ? .accumulate : .zero))
    }
  }

  /// dW += Gᵀ dU G of some input channels.
  private func addKernelGradient(
    _ shard: Shard, _ channels: Range<Int>, _ blocks: WinogradBlocks, _ back: WinogradBlocks.Back
  ) {
    let filters = geometry.filters
    shard.kernels.winogradKernelGradient(
      blocks.algorithm, count: channels.count * filters, points: shard.scratch + back.gradient,
      pointStep: back.gradientStep, kernel: shard.gradient + (kernel + channels.lowerBound * filters),
      tapStep: geometry.channels * filters, half: shard.scratch + blocks.half)
  }

  /// T = Bᵀ X B
  private func transformPixels(_ shard: Shard, _ block: WinogradBlock, _ blocks: WinogradBlocks) {
    let (channels, rowStride) = (geometry.channels, geometry.input.rowStride)
    block.forEachRow { image, row, tile in
      shard.kernels.winogradImage(
        blocks.algorithm, tiles: block.tilesOfRow, channels: channels,
        image: shard.pointer(input.place, image) + blocks.algorithm.outputs * row * rowStride,
        imageRow: rowStride, points: shard.scratch + tile * channels, pointStep: blocks.pixelStep,
        half: shard.scratch + blocks.half)
    }
  }

  /// dM = A dZ Aᵀ, where the products stood on the way forward.
  private func transformGradients(_ shard: Shard, _ block: WinogradBlock, _ blocks: WinogradBlocks) {
    let (m, rowCount) = (blocks.algorithm.outputs, geometry.width * geometry.filters)
    let dz = shard.scratch + blocks.strip
    block.forEachRow { image, row, tile in
      spreadGradient(shard, image, m * row, m, to: dz, rowDistance: rowCount)
      shard.kernels.winogradOutputGradient(
        blocks.algorithm, tiles: block.tilesOfRow, filters: geometry.filters, output: dz, outputRow: rowCount,
        points: shard.scratch + blocks.products + tile * geometry.filters, pointStep: blocks.productStep,
        half: shard.scratch + blocks.half)
    }
  }

  /// dX = B[dM · Uᵀ]Bᵀ, summed where the pixels that tiles read overlap.
  private func computeInputGradient(
    _ shard: Shard, _ gradient: Place, _ block: WinogradBlock, _ blocks: WinogradBlocks,
    _ back: WinogradBlocks.Back
  ) {
    let g = geometry
    for point in 0..<blocks.algorithm.points {
      // dT = dM · Uᵀ, at each point, where T stood
      // M: tiles, K: filters, N: input channels
      shard.kernels.contract(
        Contraction(
          rows: block.tiles, columns: g.channels,
          a: shard.scratch + blocks.products + point * blocks.productStep, aRow: g.filters,
          b: shard.packed + (back.weights + point * back.weightStep),
          bPanel: g.filters * shard.kernels.panelWidth,
          inner: .init(g.filters, aStep: 1, bStep: shard.kernels.panelWidth),
          c: shard.scratch + point * blocks.pixelStep, cRow: g.channels, start: .zero))
    }
    let (m, reach) = (blocks.algorithm.outputs, blocks.algorithm.reach)
    let lines = shard.scratch + back.lines
    block.forEachRow { image, row, tile in
      // What the row of tiles before has left of the rows that this one reaches, too.
      let kept = row == 0 ? 0 : reach - m
      lines.update(from: lines + m * back.line, count: kept * back.line)
      (lines + kept * back.line).update(repeating: 0, count: (reach - kept) * back.line)
      shard.kernels.winogradImageGradient(
        blocks.algorithm, tiles: block.tilesOfRow, channels: g.channels,
        points: shard.scratch + tile * g.channels, pointStep: blocks.pixelStep, image: lines,
        imageRow: back.line, half: shard.scratch + blocks.half)
      let isLast = m * (row + 1) == g.height
      write(
        lines, back.line, isLast ? reach : m, to: shard.pointer(gradient, image),
        first: m * row - g.window.vertical.paddingBefore, isLast: isLast)
    }
  }

  /// Writes rows that are complete to dX, as far as they lie inside the image; behind the last, zeros.
  private func write(
    _ lines: UnsafeMutablePointer<Float>, _ line: Int, _ count: Int, to dx: UnsafeMutablePointer<Float>,
    first: Int, isLast: Bool
  ) {
    let (height, rowCount) = (geometry.input.height, geometry.input.width * geometry.channels)
    let left = geometry.window.horizontal.paddingBefore * geometry.channels
    let end = min(height, first + count)
    for row in max(0, first)..<max(0, end) {
      (dx + row * rowCount).update(from: lines + ((row - first) * line + left), count: rowCount)
    }
    if isLast, end < height {
      (dx + end * rowCount).update(repeating: 0, count: (height - end) * rowCount)
    }
  }
}

// MARK: - Blocks

/// Some rows of tiles of some images.
private struct WinogradBlock {
  let images: Range<Int>
  let rows: Range<Int>
  let tilesOfRow: Int

  var tiles: Int { images.count * rows.count * tilesOfRow }

  /// Visits the rows of tiles, image by image; `tile` is the number of a row's first tile in the block.
  @inline(__always)
  func forEachRow(_ body: (_ image: Int, _ row: Int, _ tile: Int) -> Void) {
    var tile = 0
    for image in images {
      for row in rows {
        body(image, row, tile)
        tile += tilesOfRow
      }
    }
  }
}

extension ConvolutionOperation {
  /// Visits the blocks of a shard, image by image and from the first row to the last.
  @inline(__always)
  private func forEachBlock(_ shard: Shard, _ blocks: WinogradBlocks, _ body: (WinogradBlock) -> Void) {
    let m = blocks.algorithm.outputs
    let rows = geometry.height / m
    for first in stride(from: 0, to: shard.count, by: blocks.images) {
      for firstRow in stride(from: 0, to: rows, by: blocks.rows) {
        body(
          WinogradBlock(
            images: first..<min(first + blocks.images, shard.count),
            rows: firstRow..<min(firstRow + blocks.rows, rows), tilesOfRow: geometry.width / m))
      }
    }
  }
}
