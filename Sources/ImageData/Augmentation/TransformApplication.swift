import Kernels
import LinearAlgebra

/// Applies transforms to images of one shape: bytes in, floats out, nothing allocated.
///
/// An image is resampled once, from bytes to floats. What else happens to it happens to floats in the cache: row by row
/// behind the resampling where a row is enough to know how.
struct TransformApplication {
  let size: ImageSize
  let channels: Int
  let geometry: ImageDataGenerator.Geometry
  let standardization: ImageDataGenerator.Standardization
  /// Room for two rows, where operations may need it.
  private let rowMemory: RowMemory?
  /// Room for two images, where they are whitened.
  private let imageMemory: RowMemory?
  /// Room for an image with what stands around it, where images are small.
  private let paddedMemory: RowMemory?
  /// The loops over pixels; all give the same bits where products and sums are rounded one by one.
  var kernels: any KernelSet.Type = InstructionSet.best.kernels

  /// Prepares to transform images of H x W x C bytes.
  init(
    size: ImageSize, channels: Int, geometry: ImageDataGenerator.Geometry = .init(),
    standardization: ImageDataGenerator.Standardization = .init(), hasOperations: Bool = false
  ) {
    precondition(
      size.area * channels <= Int(Int32.max), "An image has less than 2^31 bytes, not \(size)x\(channels)")
    precondition(
      ColorAdjustment.period % channels == 0, "An image has 1, 2, 3 or 4 channels, not \(channels)")
    precondition(
      !standardization.needsStatistics || standardization.statistics?.mean.count == channels,
      "A generator with featurewise standardization needs the mean of each of \(channels) channels over the data: "
        + "call fit(_:) with the training images first")
    precondition(
      !standardization.zcaWhitening || standardization.whitening?.count == size.area * channels,
      "A generator that whitens images of \(size)x\(channels) needs their whitening: call fit(_:) with the training "
        + "images first")
    self.size = size
    self.channels = channels
    self.geometry = geometry
    self.standardization = standardization
    let bytes = size.area * channels
    let padded = max(PaddedImage.mostBytes / 4, channels == 1 ? GrayNeighbours.memoryCount : 0)
    paddedMemory = bytes < PaddedImage.mostBytes ? RowMemory(count: padded) : nil
    imageMemory = standardization.zcaWhitening ? RowMemory(count: 2 * size.area * channels) : nil
    rowMemory = hasOperations ? RowMemory(count: 2 * size.width * channels) : nil
  }

  /// Writes the transformed image; its rows are `rowStride` floats apart.
  func write(
    _ transform: ImageTransform, of input: UnsafePointer<UInt8>, to output: UnsafeMutablePointer<Float>,
    rowStride: Int
  ) {
    let rows = PixelRows(
      height: size.height, width: size.width, channels: channels, stride: rowStride, start: output)
    let changesValues =
      transform.changesColors || transform.mixesColors || transform.operations.recolors
      || transform.erased != nil
    guard changesValues || !standardization.isOnlyRescale else {
      resample(transform, of: input, to: rows, scale: standardization.rescale)
      return
    }
    // Factors and offsets of the channels, a part of a kibibyte: on the stack.
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * ColorAdjustment.period) { memory in
      guard let memory = memory.baseAddress else { return }
      recolor(transform, of: input, to: rows, memory)
    }
    if standardization.zcaWhitening { whiten(rows) }
  }

  /// Applies the operations that change values.
  func applyOperations(_ operations: ImageOperations, to rows: PixelRows) {
    (rowMemory ?? RowMemory(count: 2 * rows.count)).withMemory { memory in
      for index in 0..<operations.count { operations[index].apply(to: rows, memory: memory) }
    }
  }

  /// Whitens an image that is standardized but for that.
  func whiten(_ rows: PixelRows) {
    guard let whitening = standardization.whitening, let imageMemory else { return }
    imageMemory.withMemory { input in
      let output = input + whitening.count
      for y in 0..<rows.height { (input + y * rows.count).update(from: rows.row(y), count: rows.count) }
      whitening.apply(input, to: output, kernels)
      for y in 0..<rows.height { rows.row(y).update(from: output + y * rows.count, count: rows.count) }
    }
  }

  /// Writes the image with every pixel in its new place, times `scale`; then finishes each row.
  func resample(
    _ transform: ImageTransform, of input: UnsafePointer<UInt8>, to output: PixelRows, scale: Float,
    finish: RowFinish? = nil
  ) {
    guard isAlongRows(transform) else {
      let map = AffineMap(transform, size: size)
      let sampling = AffineSampling(
        height: size.height, width: size.width, channels: channels, count: size.width, row: map.row.fixed,
        column: map.column.fixed, edge: geometry.fillMode.edge,
        constant: geometry.fillMode == .constant ? geometry.cval * scale : nil,
        isNearest: geometry.interpolationOrder == .nearest, scale: scale)
      sample(input, sampling, to: output, finish)
      return
    }
    shift(transform, of: input, to: output, scale: scale)
    finish?.apply(to: output, kernels)
  }

  private func sample(
    _ input: UnsafePointer<UInt8>, _ sampling: AffineSampling, to output: PixelRows, _ finish: RowFinish?
  ) {
    func sample(_ image: UnsafePointer<UInt8>, _ sampling: AffineSampling) {
      let isOneRow = output.isOneRow
      for y in 0..<size.height {
        kernels.sample(image, sampling, row: y, output.row(y))
        if !isOneRow { finish?.apply(to: output.row(y), count: output.count, kernels) }
      }
      if isOneRow { finish?.apply(to: output, kernels) }
    }
    guard let paddedMemory else { return sample(input, sampling) }
    if let neighbours = GrayNeighbours(sampling, size: size) {
      paddedMemory.withMemory { neighbours.sample(input, sampling, $0, to: output, kernels) }
      finish?.apply(to: output, kernels)
      return
    }
    guard let padded = PaddedImage(sampling, size: size) else { return sample(input, sampling) }
    paddedMemory.withMemory { memory in
      memory.withMemoryRebound(to: UInt8.self, capacity: PaddedImage.mostBytes) {
        padded.write(input, sampling.edge, to: $0)
        sample($0, padded.sampling(sampling))
      }
    }
  }

  /// Whether a row of the result is made of one or two rows of the image, with the same weights everywhere.
  private func isAlongRows(_ transform: ImageTransform) -> Bool {
    guard transform.isOnlyShiftedOrFlipped else { return false }
    func isWhole(_ shift: Double) -> Bool { shift == shift.rounded() }
    return geometry.interpolationOrder == .bilinear
      || isWhole(transform.verticalShift) && isWhole(transform.horizontalShift)
  }
}
