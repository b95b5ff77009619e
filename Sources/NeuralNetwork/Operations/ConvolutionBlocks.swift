/// How a convolution's passes are cut so that what they write is read again from a near cache.
///
/// The sizes follow from the shapes alone, never from the machine: no result depends on them, but memory does.
struct ConvolutionBlocks: Sendable {
  /// Images whose patches make one matrix in the forward pass.
  let loweredImages: Int
  /// Floats of that matrix, or of the planes that stand in its place.
  let columnCount: Int
  /// Rows of the output that are computed before the function and the pooling take them up.
  let stripRows: Int
  /// Images whose dZ is spread out at a time.
  let gradientImages: Int
  /// Rows of dZ that are spread out at a time.
  let gradientRows: Int
  /// The distance of rows of dZ.
  let gradientRow: Int
  /// The place of the first pixel of dZ, behind the zeros on its left.
  let gradientStart: Int
  /// The distance of images of dZ.
  let gradientImage: Int
  /// Floats of dZ in the scratch; 0 where it has memory of its own.
  let gradientCount: Int
  /// dZ's own place in the workspace: where dX reads zeros beyond its sides, they must stay zero.
  let gradient: Int?
  /// Images of dZ whose columns are computed at a time for dX.
  let columnGradientImages: Int
  /// Rows of dZ whose columns are computed at a time: all of them where there are several images.
  let columnGradientRows: Int
  /// Floats of these columns.
  let columnGradientCount: Int

  /// Floats of a block that shares the second-level cache with what it is made from.
  private static let block = 32768

  /// The most floats of a block that goes with many weights: the larger it is, the fewer times they are read from far memory.
  private static let largestBlock = 1 << 19

  /// Floats of a block that shares the first-level cache with what it is made from.
  private static let strip = 4096

  /// Works the blocks out and reserves their memory.
  init(_ geometry: ConvolutionGeometry, needsInputGradient: Bool, _ memory: inout MemoryPlan) {
    let g = geometry
    let outputs = g.height * g.width
    let shard = memory.shardSize
    let weightBlock = min(g.inputs * g.filters, Self.largestBlock)

    // Forward: the column matrix of some images and their outputs; or a strip, and the planes that it is made from.
    loweredImages = max(1, min(shard, max(2 * Self.block, weightBlock) / max(outputs * g.inputs, 1)))
    let stripRow = g.isPlanar ? g.planarRow * g.filters : g.width * g.paddedFilters
    if g.isLowered {
      columnCount = MemoryPlan.aligned(loweredImages * outputs * g.inputs)
      stripRows = loweredImages * g.height
    } else {
      // Whole vectors are read behind the last row of the last plane.
      columnCount = g.isPlanar ? MemoryPlan.aligned(g.channels * g.inputPlane + 64) : 0
      stripRows = min(g.height, max(1, Self.strip / (g.pool.height * stripRow)) * g.pool.height)
    }
    memory.requireScratch(columnCount + stripRows * stripRow + 64)

    // Backward: dZ of some images, or of some rows of one where dX does not need it whole.
    let turns = needsInputGradient && g.turnsKernel
    gradientRow = g.gradientRow(withHalo: turns)
    gradientStart = turns ? g.haloLeft * g.paddedFilters : 0
    gradientImages = max(1, min(shard, max(Self.block, weightBlock / 4) / (g.height * gradientRow)))
    let stripsOfPooling = max(1, Self.block / 2 / (g.pool.height * gradientRow))
    gradientRows =
      needsInputGradient || gradientImages > 1 ? g.height : min(g.height, stripsOfPooling * g.pool.height)
    gradientImage = gradientRows * gradientRow
    let count = gradientImages * gradientImage
    gradient = turns ? memory.reserveInWorkspace(count) : nil
    gradientCount = turns ? 0 : MemoryPlan.aligned(count)
    let columnRow = MemoryPlan.aligned(g.inputs)
    let columnRows = max(1, max(Self.block, weightBlock) / (g.width * columnRow))
    columnGradientRows = min(g.height, columnRows)
    columnGradientImages = max(1, min(gradientImages, columnRows / g.height))
    let needsColumns = needsInputGradient && !turns
    columnGradientCount = columnGradientImages * columnGradientRows * g.width * columnRow
    memory.requireScratch(gradientCount + (needsColumns ? columnGradientCount + g.input.count : 0))
  }
}
