import Kernels

/// How the backward pass along the chosen taps of a pooled convolution is cut, and where in the scratch it keeps what
/// it works on.
///
/// The sizes follow from the shapes alone: the order of the sums for dX depends on them.
struct ChoiceBlocks: Sendable {
  /// The parts of X for dW.
  let kernelParts: PatchParts
  /// The parts of dX; nil where nothing asks for it.
  let imageParts: PatchParts?
  /// W in the parts of dX, among the packed weights.
  let weights: Int
  /// The place of each tap's patch of a window, counted from that of its first; before them a 0 for no tap.
  let tapPlaces: [Int]
  /// Images at a time.
  let images: Int
  /// Rows of windows at a time.
  let rows: Int
  /// Columns of windows at a time.
  let columns: Int
  /// Bytes of the marks of a window.
  let markBytes: Int
  /// Where dW, packed, stands in the scratch.
  let kernelGradient = 0
  /// Where the gradients of the windows stand.
  let gradients: Int
  /// Where the marks stand.
  let marks: Int
  /// Where the places of the windows' patches stand, or the filters' lists.
  let entries: Int
  /// Where the lists' lengths stand; nil where every window is kept.
  let counts: Int?
  /// Where the places of a row's windows stand.
  let windowPlaces: Int
  /// Where `tapPlaces` is copied to.
  let places: Int
  /// Where dX stands before its border is cut off; nil where it has none.
  let paddedGradient: Int?

  /// Floats of X and of what is known of its windows in a block: a first-level cache.
  private static let block = 8192
  /// The units of X for dW, where the registers hold so many.
  private static let kernelUnits = 24
  /// The weights of dX that are read at a time, in units: they stay in the first-level cache too.
  private static let imageWeights = 384
  /// The most units of dX at a time, where the registers hold so many.
  private static let imageUnits = 12
  /// The most weights: all of them are read for every few windows, and their gradients too, from a near cache.
  fileprivate static let mostWeights = 1 << 18
  /// The units of a patch from which on it is better not to be read than read and multiplied by 0.
  private static let largePatch = 7

  init(
    _ geometry: ConvolutionGeometry, _ function: PointwiseFunction, needsInputGradient: Bool,
    _ memory: inout MemoryPlan
  ) {
    let g = geometry
    kernelParts = PatchParts(g, mostUnits: Self.kernelUnits)
    let imageUnits = max(6, min(Self.imageUnits, Self.imageWeights / g.paddedFilters))
    imageParts = needsInputGradient ? PatchParts(g, mostUnits: imageUnits) : nil
    weights = memory.reservePacked(imageParts?.count ?? 0)
    tapPlaces =
      [0]
      + (0..<g.pool.height).flatMap { i in
        (0..<g.pool.width).map { j in i * g.stepRow + j * g.stepColumn }
      }
    (images, rows, columns) = Self.sizes(g, shard: memory.shardSize)
    markBytes = MemoryLayout<UInt64>.stride * g.pool.height * g.pool.width * g.markWords
    let windows = images * rows * columns
    var end = kernelParts.count
    func place(_ floats: Int) -> Int {
      defer { end += MemoryPlan.aligned(floats) }
      return end
    }
    // Whole vectors are written.
    let step = ChosenTaps.gradientStep(filters: g.filters, hasMarks: needsInputGradient)
    gradients = place(windows * step + 16)
    marks = place(windows * markBytes / 4)
    let keepsLists = function.isRectified && kernelParts.units >= Self.largePatch
    entries = place(keepsLists ? 2 * (windows + 1) * g.filters : windows * step + 16)
    counts = keepsLists ? place(2 * g.filters) : nil
    windowPlaces = place(columns * g.filters + 16)
    places = place(2 * tapPlaces.count)
    paddedGradient =
      needsInputGradient && !g.input.isCompact ? place(images * MemoryPlan.aligned(g.input.count + 15)) : nil
    memory.requireScratch(end)
  }

  /// As many whole images, or rows of windows of one, or a part of such a row, as a block holds.
  private static func sizes(
    _ g: ConvolutionGeometry, shard: Int
  ) -> (images: Int, rows: Int, columns: Int) {
    /// Floats of some windows: the pixels they read, a gradient and a place for each filter.
    func floats(rows: Int, columns: Int) -> Int {
      let height = (rows * g.pool.height - 1) * g.stepRow + (g.kernelHeight - 1) * g.tapRow
      let width = (columns * g.pool.width - 1) * g.stepColumn + (g.kernelWidth - 1) * g.tapColumn + g.channels
      return (height / g.input.rowStride + 1) * width + 2 * rows * columns * g.paddedFilters
    }
    let whole = floats(rows: g.pooledHeight, columns: g.pooledWidth)
    if whole <= block { return (max(1, min(shard, block / whole)), g.pooledHeight, g.pooledWidth) }
    let rows = (1...g.pooledHeight).last { floats(rows: $0, columns: g.pooledWidth) <= block }
    if let rows { return (1, rows, g.pooledWidth) }
    let columns = (1...g.pooledWidth).last { floats(rows: 1, columns: $0) <= block } ?? 1
    let parts = (g.pooledWidth + columns - 1) / columns
    return (1, 1, (g.pooledWidth + parts - 1) / parts)
  }
}

extension ConvolutionGeometry {
  /// Whether the way back along the chosen taps is estimated to be shorter than the products with all of dZ.
  ///
  /// Counted in cycles of a core that multiplies two vectors of 16 in each. `relu` and `relu6` are taken to let half of
  /// the windows pass.
  func isShortAlongChoices(passing: Double, needsInputGradient: Bool) -> Bool {
    guard input.count < PatchPlace.limit / 2, inputs * filters <= ChoiceBlocks.mostWeights else {
      return false
    }
    let outputs = Double(height * width)
    let vectors = Double(paddedFilters / 16)
    let products = outputs * Double(inputs) * vectors * (needsInputGradient ? 2 : 1)
    let all = 1.3 * products + 6 * outputs * vectors
    let run = hasRuns ? kernelWidth * channels : channels
    let units = Double(inputs / run * ((run + 15) / 16))
    let perEntry = max(4, units) + 4 + (needsInputGradient ? 0.75 * units + 6 : 0)
    return Double(pooledHeight * pooledWidth * filters) * (10 + passing * perEntry) < all
  }

  /// The words of 64 bits that hold one bit for each filter.
  var markWords: Int { (filters + 63) / 64 }
}
