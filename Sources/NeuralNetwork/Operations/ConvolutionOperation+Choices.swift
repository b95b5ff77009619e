import Kernels

/// The backward pass of a convolution with a max pooling behind it, along the chosen taps alone.
///
/// A window passes its gradient to one tap: of dZ, one number in four or fewer is not zero, and behind a `relu` many
/// of those are zero too. Only the others are multiplied, each with a whole patch.
extension ConvolutionOperation {
  func backwardAlongChoices(_ shard: Shard, _ blocks: ChoiceBlocks) {
    let g = geometry
    let dw = shard.scratch + blocks.kernelGradient
    dw.update(repeating: 0, count: blocks.kernelParts.count)
    let taps = chosenTaps(shard, blocks)
    for first in stride(from: 0, to: shard.count, by: blocks.images) {
      let images = min(blocks.images, shard.count - first)
      for image in 0..<images {
        inputGradient(shard, first, image, blocks)?.update(repeating: 0, count: g.input.count)
      }
      for firstRow in stride(from: 0, to: g.pooledHeight, by: blocks.rows) {
        let rows = min(blocks.rows, g.pooledHeight - firstRow)
        taps.counts.update(repeating: 0, count: g.filters)
        for image in 0..<images {
          for row in 0..<rows { followChoices(shard, first, image, firstRow, row, taps, blocks) }
        }
        // dW[f] += g · X[patch], for each filter and the taps it took
        let x = shard.pointer(input.place, first)
        blocks.kernelParts.forEach { part in
          shard.kernels.addKernelGradients(taps, part, image: x, packed: dw)
        }
        // dX[patch] += g · W[f], for each tap and the filters that took it
        guard let imageParts = blocks.imageParts else { continue }
        imageParts.forEach { part in
          for image in 0..<images {
            guard let dx = inputGradient(shard, first, image, blocks) else { continue }
            for row in 0..<rows {
              shard.kernels.addImageGradients(
                ofRow(image * blocks.rows + row, taps, blocks), part, packed: shard.packed + blocks.weights,
                image: dx + (firstRow + row) * g.pool.height * g.stepRow)
            }
          }
        }
      }
      for image in 0..<images { cutBorder(shard, first, image, blocks) }
    }
    blocks.kernelParts.add(dw, to: shard.gradient + kernel, shard.kernels)
  }

  /// G = dY · f'(Z) for a row of windows, where it goes, and dB += Σ G.
  private func followChoices(
    _ shard: Shard, _ first: Int, _ image: Int, _ firstRow: Int, _ row: Int, _ taps: ChosenTaps,
    _ blocks: ChoiceBlocks
  ) {
    let g = geometry
    guard let gradient = output.gradient, let choice else { return }
    let place = (firstRow + row) * g.pooledWidth * g.filters
    shard.kernels.followChoices(
      ofRow(image * blocks.rows + row, taps, blocks),
      place: image * input.place.stride + (firstRow + row) * g.pool.height * g.stepRow,
      dy: shard.pointer(gradient, first + image) + place,
      choice: shard.pointer(choice, first + image) + place,
      derivative: derivative.map { shard.pointer($0, first + image) + place },
      dBias: bias.map { shard.gradient + $0 })
  }

  /// The memory of a block's taps.
  private func chosenTaps(_ shard: Shard, _ blocks: ChoiceBlocks) -> ChosenTaps {
    let g = geometry
    func integers(_ place: Int) -> UnsafeMutablePointer<Int> {
      UnsafeMutableRawPointer(shard.scratch + place).assumingMemoryBound(to: Int.self)
    }
    let tapPlaces = integers(blocks.places)
    for tap in blocks.tapPlaces.indices { tapPlaces[tap] = blocks.tapPlaces[tap] }
    return ChosenTaps(
      windows: g.pooledWidth, taps: blocks.tapPlaces.count - 1, filters: g.filters, tapPlaces: tapPlaces,
      windowStep: g.pool.width * g.stepColumn, gradients: shard.scratch + blocks.gradients,
      marks: blocks.imageParts == nil ? nil : UnsafeMutableRawPointer(shard.scratch + blocks.marks),
      lists: shard.scratch + blocks.lists, capacity: blocks.images * blocks.rows * g.pooledWidth + 1,
      counts: integers(blocks.counts))
  }

  /// The taps of one row of a block's windows.
  private func ofRow(_ row: Int, _ taps: ChosenTaps, _ blocks: ChoiceBlocks) -> ChosenTaps {
    var taps = taps
    taps.gradients += row * blocks.gradientRow
    taps.marks = taps.marks.map { $0 + row * blocks.markRow }
    return taps
  }

  /// Where dX is summed: laid out as X, border included.
  private func inputGradient(
    _ shard: Shard, _ first: Int, _ image: Int, _ blocks: ChoiceBlocks
  ) -> UnsafeMutablePointer<Float>? {
    guard let gradient = input.gradient else { return nil }
    guard let padded = blocks.paddedGradient else { return shard.pointer(gradient, first + image) }
    return shard.scratch + padded + image * MemoryPlan.aligned(geometry.input.count + 15)
  }

  /// Copies dX without the border in which taps beyond the sides were summed.
  private func cutBorder(_ shard: Shard, _ first: Int, _ image: Int, _ blocks: ChoiceBlocks) {
    guard blocks.paddedGradient != nil, let gradient = input.gradient,
      let padded = inputGradient(shard, first, image, blocks)
    else { return }
    let dx = shard.pointer(gradient, first + image)
    let rowCount = geometry.input.width * geometry.channels
    for row in 0..<geometry.input.height {
      (dx + row * rowCount).update(
        from: padded + geometry.input.origin + row * geometry.input.rowStride, count: rowCount)
    }
  }
}
