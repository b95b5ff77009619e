import LinearAlgebra

/// How the forward pass of a convolution by Winograd's algorithm is cut, and where it keeps what it works on.
struct WinogradBlocks: Sendable {
  /// r, the height and width of the kernel.
  let taps: Int
  /// Images at a time.
  let images: Int
  /// Rows of tiles at a time.
  let rows: Int
  /// The points of the weights, (r + 1)² matrices of channels × filters, among the packed weights.
  let weights: Int
  /// Room for the points of a few weights while they are transformed.
  let weightHalf: Int
  /// The floats of a block's transformed pixels, one point.
  let pixelStep: Int
  /// The floats of a block's products, one point.
  let productStep: Int
  /// Where the products stand in the scratch; the transformed pixels stand before them.
  let products: Int
  /// Where the outputs stand.
  let strip: Int
  /// Room for the points of a tile while it is transformed.
  let half: Int

  /// The points of a tile.
  var points: Int { (taps + 1) * (taps + 1) }

  /// Tiles at a time: a few tiles of the kernels' own, and a block that stays in the second-level cache.
  private static let tiles = 40

  /// Cuts the pass and reserves the memory; nil where the algorithm does not apply.
  init?(_ geometry: ConvolutionGeometry, _ memory: inout MemoryPlan) {
    let g = geometry
    guard g.isForWinograd else { return nil }
    taps = g.kernelHeight
    let tilesOfImage = g.height / 2 * (g.width / 2)
    images = max(1, min(memory.shardSize, Self.tiles / tilesOfImage))
    rows = images > 1 ? g.height / 2 : max(1, min(g.height / 2, Self.tiles / (g.width / 2)))
    let tiles = images * rows * (g.width / 2)
    let points = (taps + 1) * (taps + 1)
    weights = memory.reservePacked(points * g.channels * g.filters)
    weightHalf = memory.reservePacked(16 * points)
    // Not a power of two: a point's numbers of one tile must not all fall into one set of the cache.
    pixelStep = tiles * g.channels + 16
    productStep = tiles * g.filters + 16
    products = points * pixelStep
    strip = products + points * productStep
    half = strip + 4 * tiles * g.filters
    memory.requireScratch(half + 16 * points)
  }
}

extension ConvolutionGeometry {
  /// Whether the outputs are computed in tiles of 2 × 2 from fewer products: channels and filters must fill vectors.
  fileprivate var isForWinograd: Bool {
    let axes = [window.vertical, window.horizontal]
    return axes.allSatisfy { $0.stride == 1 && $0.dilation == 1 } && kernelHeight == kernelWidth
      && (3...4).contains(kernelHeight) && channels % 16 == 0 && filters % 16 == 0 && height % 2 == 0
      && width % 2 == 0 && pool.height <= 2
  }
}
