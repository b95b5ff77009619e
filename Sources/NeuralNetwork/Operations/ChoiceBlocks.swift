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
  /// Floats of the gradients of a row of windows.
  let gradientRow: Int
  /// Bytes of the marks of a row of windows.
  let markRow: Int
  /// Where dW, packed, stands in the scratch.
  let kernelGradient = 0
  /// Where the gradients of the windows stand.
  let gradients: Int
  /// Where the marks stand.
  let marks: Int
  /// Where the filters' lists stand.
  let lists: Int
  /// Where their lengths stand.
  let counts: Int
  /// Where `tapPlaces` is copied to.
  let places: Int
  /// Where dX stands before its border is cut off; nil where it has none.
  let paddedGradient: Int?

  /// Floats of X that a block reads: a first-level cache.
  private static let block = 8192
  /// The units of X for dW, where the registers hold so many.
  private static let kernelUnits = 24
  /// The units of dX: the weights of all filters for them stay in the first-level cache.
  private static let imageUnits = 6

  init(_ geometry: ConvolutionGeometry, needsInputGradient: Bool, _ memory: inout MemoryPlan) {
    let g = geometry
    kernelParts = PatchParts(g, mostUnits: Self.kernelUnits)
    imageParts = needsInputGradient ? PatchParts(g, mostUnits: Self.imageUnits) : nil
    weights = memory.reservePacked(imageParts?.count ?? 0)
    tapPlaces =
      [0]
      + (0..<g.pool.height).flatMap { i in
        (0..<g.pool.width).map { j in i * g.stepRow + j * g.stepColumn }
      }
    images = max(1, min(memory.shardSize, Self.block / g.input.count))
    let windowRow = g.pool.height * g.stepRow
    rows = images > 1 ? g.pooledHeight : max(1, min(g.pooledHeight, Self.block / windowRow - 1))
    gradientRow = g.pooledWidth * g.paddedFilters
    markRow = MemoryLayout<UInt64>.stride * g.pooledWidth * g.pool.height * g.pool.width * g.markWords
    let windows = images * rows * g.pooledWidth
    var end = kernelParts.count
    func place(_ floats: Int) -> Int {
      defer { end += MemoryPlan.aligned(floats) }
      return end
    }
    gradients = place(images * rows * gradientRow)
    marks = place(images * rows * markRow / 4)
    lists = place(2 * (windows + 1) * g.filters)
    counts = place(2 * g.filters)
    places = place(2 * tapPlaces.count)
    paddedGradient =
      needsInputGradient && !g.input.isCompact ? place(images * MemoryPlan.aligned(g.input.count + 15)) : nil
    memory.requireScratch(end)
  }
}

extension ConvolutionGeometry {
  /// Whether the way back along the chosen taps is estimated to be shorter than the products with all of dZ.
  ///
  /// Counted in cycles of a core that multiplies two vectors of 16 in each. `relu` is taken to let half of the
  /// windows pass.
  func isShortAlongChoices(passing: Double, needsInputGradient: Bool) -> Bool {
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
