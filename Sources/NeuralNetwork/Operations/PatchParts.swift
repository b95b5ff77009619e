import Kernels

/// The patches of a convolution in parts that registers hold, and its kernel matrix packed accordingly: part by part,
/// filter by filter, unit by unit.
///
/// Taps that follow one another in memory are a run. It is cut into units of 16 floats, the same for all vector
/// widths; the last one may be partly beyond the run, and is zero there.
struct PatchParts: Sendable {
  let parts: [PatchPart]
  /// Floats of the packed kernel matrix, with room for whole groups of filters.
  let count: Int

  /// F.
  private let filters: Int
  /// For each part, the row of the kernel matrix it starts with.
  private let kernelRows: [Int]
  /// Rows of the kernel matrix from one row of a part to the next.
  private let kernelRowStep: Int
  /// Floats of a run.
  private let run: Int

  /// Floats of a unit.
  private static let unit = 16
  /// Filters whose gradients may be computed at a time.
  private static let filterGroup = 4
  /// The most units and rows of a part that there are kernels for.
  private static let mostUnits = 6
  private static let mostRows = 5

  /// Cuts the patches into parts of at most `mostUnits` units.
  init(_ geometry: ConvolutionGeometry, mostUnits: Int) {
    let g = geometry
    filters = g.filters
    run = g.hasRuns ? g.kernelWidth * g.channels : g.channels
    kernelRowStep = g.kernelWidth * g.channels
    var parts: [PatchPart] = []
    var kernelRows: [Int] = []
    var count = 0
    let filterGroups = (g.filters + Self.filterGroup - 1) / Self.filterGroup * Self.filterGroup
    for column in 0..<(g.hasRuns ? 1 : g.kernelWidth) {
      for units in Self.groups(of: (run + Self.unit - 1) / Self.unit, atMost: min(mostUnits, Self.mostUnits))
      {
        for rows in Self.groups(
          of: g.kernelHeight, atMost: min(Self.mostRows, max(1, mostUnits / units.count)))
        {
          let row = Self.unit * units.count
          parts.append(
            PatchPart(
              rows: rows.count, units: units.count,
              place: rows.lowerBound * g.tapRow + column * g.tapColumn + units.lowerBound * Self.unit,
              rowStep: g.tapRow, packedPlace: count, packedRowStep: row, filterStep: rows.count * row))
          kernelRows.append(
            (rows.lowerBound * g.kernelWidth + column) * g.channels + units.lowerBound * Self.unit)
          count += rows.count * row * filterGroups
        }
      }
    }
    self.parts = parts
    self.kernelRows = kernelRows
    self.count = count
  }

  /// The units of a whole patch.
  var units: Int { parts.reduce(0) { $0 + $1.rows * $1.units } }

  /// Visits each part. (By index: without optimization, an array's iterator allocates for elements of this size.)
  @inline(__always)
  func forEach(_ body: (PatchPart) -> Void) {
    for index in parts.indices { body(parts[index]) }
  }

  /// Packs a kernel matrix W[k, f] into memory that is zero beyond the runs.
  func pack(
    _ kernel: UnsafePointer<Float>, into packed: UnsafeMutablePointer<Float>, _ kernels: any KernelSet.Type
  ) {
    forEachRow { part, place, kernelRow, length in
      kernels.transpose(
        rows: length, columns: filters, kernel + kernelRow * filters, sourceRow: filters,
        into: packed + place,
        destinationRow: part.filterStep, accumulates: false)
    }
  }

  /// Adds a packed matrix to a kernel matrix, without what stands beyond the runs.
  func add(
    _ packed: UnsafePointer<Float>, to gradient: UnsafeMutablePointer<Float>, _ kernels: any KernelSet.Type
  ) {
    forEachRow { part, place, kernelRow, length in
      kernels.transpose(
        rows: filters, columns: length, packed + place, sourceRow: part.filterStep,
        into: gradient + kernelRow * filters, destinationRow: filters, accumulates: true)
    }
  }

  /// Visits each row of each part: its place among the packed ones of the first filter, the first row of the kernel
  /// matrix that it holds, and how many it holds.
  @inline(__always)
  private func forEachRow(_ body: (_ part: PatchPart, _ place: Int, _ kernelRow: Int, _ length: Int) -> Void)
  {
    for index in parts.indices {
      let (part, kernelRow) = (parts[index], kernelRows[index])
      let length = min(part.packedRowStep, run - kernelRow % kernelRowStep % run)
      for row in 0..<part.rows {
        body(part, part.packedPlace + row * part.packedRowStep, kernelRow + row * kernelRowStep, length)
      }
    }
  }

  /// 0..<count in as few ranges of nearly equal length as the limit allows.
  private static func groups(of count: Int, atMost most: Int) -> [Range<Int>] {
    let groups = (count + most - 1) / most
    return (0..<groups).map { count * $0 / groups..<count * ($0 + 1) / groups }
  }
}
