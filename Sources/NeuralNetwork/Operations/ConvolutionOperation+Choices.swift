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
      for row in stride(from: 0, to: g.pooledHeight, by: blocks.rows) {
        for column in stride(from: 0, to: g.pooledWidth, by: blocks.columns) {
          let part = WindowBlock(
            first: first, images: images, row: row, rows: min(blocks.rows, g.pooledHeight - row),
            column: column, columns: min(blocks.columns, g.pooledWidth - column))
          passBack(shard, part, taps, dw, blocks)
        }
      }
      for image in 0..<images { cutBorder(shard, first, image, blocks) }
    }
    blocks.kernelParts.add(dw, to: shard.gradient + kernel, shard.kernels)
  }

  /// Some windows of some images.
  private struct WindowBlock {
    /// The first image and how many.
    let first: Int
    let images: Int
    /// The first row of windows and how many.
    let row: Int
    let rows: Int
    /// The first column of windows and how many.
    let column: Int
    let columns: Int

    /// The taps of one row of the windows.
    func taps(ofRow row: Int, image: Int, _ taps: ChosenTaps) -> ChosenTaps {
      var taps = taps
      taps.windows = columns
      taps.skipWindows((image * rows + row) * columns)
      return taps
    }
  }

  /// What a block's windows add to dB, dW and dX.
  private func passBack(
    _ shard: Shard, _ block: WindowBlock, _ taps: ChosenTaps, _ dw: UnsafeMutablePointer<Float>,
    _ blocks: ChoiceBlocks
  ) {
    let g = geometry
    if case .lists(_, _, let counts) = taps.entries { counts.update(repeating: 0, count: g.filters) }
    for image in 0..<block.images {
      for row in 0..<block.rows { followChoices(shard, block, image, row, taps) }
    }
    // dW[f] += g · X[patch], for each filter and the taps it took
    var taps = taps
    taps.windows = block.images * block.rows * block.columns
    let x = shard.pointer(input.place, block.first)
    blocks.kernelParts.forEach { part in
      shard.kernels.addKernelGradients(taps, part, image: x, packed: dw)
    }
    // dX[patch] += g · W[f], for each tap and the filters that took it
    blocks.imageParts?.forEach { part in
      for image in 0..<block.images {
        guard let dx = inputGradient(shard, block.first, image, blocks) else { continue }
        for row in 0..<block.rows {
          shard.kernels.addImageGradients(
            block.taps(ofRow: row, image: image, taps), part, packed: shard.packed + blocks.weights,
            image: dx + place(ofRow: block.row + row, column: block.column))
        }
      }
    }
  }

  /// The place of the first tap of a window, counted from the image's.
  private func place(ofRow row: Int, column: Int) -> Int {
    row * geometry.pool.height * geometry.stepRow + column * geometry.pool.width * geometry.stepColumn
  }

  /// G = dY · f'(Z) for a row of windows, where it goes, and dB += Σ G.
  private func followChoices(
    _ shard: Shard, _ block: WindowBlock, _ image: Int, _ row: Int, _ taps: ChosenTaps
  ) {
    let g = geometry
    guard let gradient = output.gradient, let choice else { return }
    let sample = block.first + image
    let place = ((block.row + row) * g.pooledWidth + block.column) * g.filters
    shard.kernels.followChoices(
      block.taps(ofRow: row, image: image, taps),
      place: image * input.place.stride + self.place(ofRow: block.row + row, column: block.column),
      dy: shard.pointer(gradient, sample) + place, choice: shard.pointer(choice, sample) + place,
      derivative: derivative.map { shard.pointer($0, sample) + place },
      dBias: bias.map { shard.gradient + $0 })
  }

  /// The memory of a block's taps.
  private func chosenTaps(_ shard: Shard, _ blocks: ChoiceBlocks) -> ChosenTaps {
    let g = geometry
    func memory<Element>(_ place: Int, of type: Element.Type) -> UnsafeMutablePointer<Element> {
      UnsafeMutableRawPointer(shard.scratch + place).assumingMemoryBound(to: type)
    }
    let tapPlaces = memory(blocks.places, of: Int.self)
    for tap in blocks.tapPlaces.indices { tapPlaces[tap] = blocks.tapPlaces[tap] }
    let windowStep = g.pool.width * g.stepColumn
    let entries: ChosenTaps.Entries
    if let counts = blocks.counts {
      entries = .lists(
        memory(blocks.entries, of: TapGradient.self),
        capacity: blocks.images * blocks.rows * blocks.columns + 1,
        counts: memory(counts, of: Int.self))
    } else {
      let windowPlaces = memory(blocks.windowPlaces, of: PatchPlace.self)
      for window in 0..<blocks.columns {
        (windowPlaces + window * g.filters).update(
          repeating: PatchPlace(window * windowStep), count: g.filters)
      }
      entries = .everyWindow(places: memory(blocks.entries, of: PatchPlace.self), windowPlaces: windowPlaces)
    }
    return ChosenTaps(
      windows: blocks.images * blocks.rows * blocks.columns, taps: blocks.tapPlaces.count - 1,
      filters: g.filters, tapPlaces: tapPlaces, windowStep: windowStep,
      gradients: shard.scratch + blocks.gradients,
      marks: blocks.imageParts == nil ? nil : UnsafeMutableRawPointer(shard.scratch + blocks.marks),
      entries: entries)
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
    cutBorder(padded, to: shard.pointer(gradient, first + image))
  }
}
