import Kernels
import LinearAlgebra

/// How the passes of a convolution by Winograd's algorithm are cut, and where they keep what they work on.
struct WinogradBlocks: Sendable {
  let algorithm: WinogradAlgorithm
  /// Images at a time.
  let images: Int
  /// Rows of tiles at a time.
  let rows: Int
  /// U, the points of the weights, among the packed weights.
  let weights: Int
  /// The distance of U's points.
  let weightStep: Int
  /// What the way back needs; nil where it goes another way.
  let back: Back?
  /// Room for the points of a few weights while they are transformed, among the packed weights.
  let weightHalf: Int
  /// The floats of a block's transformed pixels, one point; they stand first in the scratch.
  let pixelStep: Int
  /// The floats of a block's products, one point.
  let productStep: Int
  /// Where the products stand.
  let products: Int
  /// Where the outputs of a row of tiles stand, or their gradients.
  let strip: Int
  /// Room for the points of a tile while it is transformed.
  let half: Int

  /// What the way back needs.
  struct Back: Sendable {
    /// Uᵀ, the points of the weights with filters as rows, among the packed weights.
    let weights: Int
    /// The distance of its points.
    let weightStep: Int
    /// Room for the transposed weights, among the packed ones.
    let transposed: Int
    /// The input channels of dU at a time: all of them, summed over the blocks of a shard, or some, block by block.
    let channels: Int
    /// dU in the scratch.
    let gradient: Int
    /// The distance of its points.
    let gradientStep: Int
    /// The rows of dX that a row of tiles reaches, in the scratch.
    let lines: Int
    /// The distance of these rows.
    let line: Int
  }

  /// Tiles at a time: enough rows for the kernels' own tiles, in blocks that stay near the second-level cache.
  private static func tiles(_ algorithm: WinogradAlgorithm) -> Int { algorithm == .fourByThree ? 64 : 40 }

  /// The most floats of dU that are summed over blocks.
  private static let mostGradients = 1 << 20

  /// The floats of a part of a larger one, which shares the second-level cache with the products.
  private static let gradientPart = 1 << 19

  /// Cuts the passes and reserves the memory; nil where the algorithm does not apply.
  init?(
    _ geometry: ConvolutionGeometry, isBackward: Bool, needsInputGradient: Bool, _ memory: inout MemoryPlan
  ) {
    let g = geometry
    guard let algorithm = g.winograd else { return nil }
    self.algorithm = algorithm
    let (m, points) = (algorithm.outputs, algorithm.points)
    let tilesOfRow = g.width / m
    let tilesOfImage = g.height / m * tilesOfRow
    let most = Self.tiles(algorithm)
    images = max(1, min(memory.shardSize, most / tilesOfImage))
    rows = images > 1 ? g.height / m : max(1, min(g.height / m, most / tilesOfRow))
    let tiles = images * rows * tilesOfRow
    weightStep = g.channels * MemoryPlan.panels(g.filters)
    weights = memory.reservePacked(points * weightStep)
    weightHalf = memory.reservePacked(algorithm.half)
    // Not a power of two: a point's numbers of one tile must not all fall into one set of the cache.
    pixelStep = tiles * g.channels + 16
    productStep = tiles * g.filters + 16
    products = points * pixelStep
    strip = products + points * productStep
    half = strip + m * g.width * g.filters
    var end = half + algorithm.half
    if isBackward {
      let step = g.filters * MemoryPlan.panels(g.channels)
      let gradientChannels = Self.gradientChannels(points * g.filters, of: g.channels)
      let gradientStep = gradientChannels * g.filters + 16
      let columns = max(
        m * tilesOfRow + algorithm.taps - 1, g.window.horizontal.paddingBefore + g.input.width)
      let lines = end + points * gradientStep
      back = Back(
        weights: needsInputGradient ? memory.reservePacked(points * step) : 0, weightStep: step,
        transposed: needsInputGradient ? memory.reservePacked(g.inputs * g.filters) : 0,
        channels: gradientChannels, gradient: end, gradientStep: gradientStep, lines: lines,
        line: columns * g.channels)
      end = lines + algorithm.reach * columns * g.channels
    } else {
      back = nil
    }
    memory.requireScratch(end)
  }

  /// The channels of dU at a time, with so many floats each: parts as alike as whole vectors allow.
  private static func gradientChannels(_ floats: Int, of channels: Int) -> Int {
    if channels * floats <= mostGradients { return channels }
    let parts = (channels * floats + gradientPart - 1) / gradientPart
    return MemoryPlan.aligned((channels + parts - 1) / parts)
  }
}

extension ConvolutionGeometry {
  /// The algorithm that computes the outputs in tiles from fewer products; nil where there is none: channels and filters
  /// must fill vectors, and tiles the outputs.
  var winograd: WinogradAlgorithm? {
    let axes = [window.vertical, window.horizontal]
    guard axes.allSatisfy({ $0.stride == 1 && $0.dilation == 1 }), kernelHeight == kernelWidth,
      channels % 16 == 0, filters % 16 == 0
    else { return nil }
    func fits(_ tile: Int) -> Bool { height % tile == 0 && width % tile == 0 && tile % pool.height == 0 }
    switch kernelHeight {
    case 3: return fits(4) ? .fourByThree : fits(2) ? .twoByThree : nil
    case 4: return fits(2) ? .twoByFour : nil
    default: return nil
    }
  }
}
