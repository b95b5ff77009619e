import Kernels

/// A small image with what stands beyond its edges around it, so that all pixels that a transform reads are in memory.
///
/// A pixel whose neighbours must be looked up takes twice as long as one whose neighbours are there, and of a digit that
/// is turned and shifted a third are such pixels.
struct PaddedImage {
  /// The most bytes of a padded image: half a first-level cache.
  static let mostBytes = 16384

  private let size: ImageSize
  private let channels: Int
  private let top: Int
  private let left: Int
  private let bottom: Int
  private let right: Int

  private var height: Int { top + size.height + bottom }
  private var rowBytes: Int { (left + size.width + right) * channels }

  /// Works out how much is needed around an image; nil where that is nothing or too much.
  init?(_ sampling: AffineSampling, size: ImageSize) {
    guard sampling.constant == nil, !sampling.isNearest else { return nil }
    let (rows, columns) = (
      Self.reach(of: sampling.row, over: size), Self.reach(of: sampling.column, over: size)
    )
    // Three channels are read as four bytes.
    let behind = sampling.channels == 3 ? 2 : 1
    let most = Int64(Self.mostBytes)
    guard rows.least > -most, columns.least > -most, rows.greatest < most, columns.greatest < most else {
      return nil
    }
    self.size = size
    channels = sampling.channels
    top = max(0, -Int(rows.least))
    left = max(0, -Int(columns.least))
    bottom = max(0, Int(rows.greatest) + 2 - size.height)
    right = max(0, Int(columns.greatest) + 1 + behind - size.width)
    guard top + left + bottom + right > 0, height * rowBytes <= Self.mostBytes else { return nil }
  }

  /// The least and the greatest whole number of pixels that a coordinate reaches, which is in the corners.
  private static func reach(
    of coordinate: AffineCoordinate, over size: ImageSize
  ) -> (least: Int64, greatest: Int64) {
    let (down, right) = (
      Int64(size.height - 1) * coordinate.perRow, Int64(size.width - 1) * coordinate.perColumn
    )
    return (
      (coordinate.origin + min(0, down) + min(0, right)) >> 32,
      (coordinate.origin + max(0, down) + max(0, right)) >> 32
    )
  }

  /// The same sampling, of the padded image.
  func sampling(_ sampling: AffineSampling) -> AffineSampling {
    var result = sampling
    result.height = height
    result.width = left + size.width + right
    result.row.origin += Int64(top) << 32
    result.column.origin += Int64(left) << 32
    result.isInside = true
    return result
  }

  /// Writes the padded image.
  ///
  /// - Parameters:
  ///   - image: H x W x C bytes.
  ///   - edge: What stands beyond the edges.
  ///   - padded: Room for `mostBytes`.
  func write(
    _ image: UnsafePointer<UInt8>, _ edge: EdgeRule, to padded: UnsafeMutablePointer<UInt8>
  ) {
    let (own, rowBytes) = (size.width * channels, rowBytes)
    for y in 0..<size.height {
      let source = image + y * own
      let row = padded + ((top + y) * rowBytes + left * channels)
      row.update(from: source, count: own)
      if channels == 1, case .nearest = edge {
        (row - left).update(repeating: source[0], count: left)
        (row + own).update(repeating: source[own - 1], count: right)
      } else {
        extend(row, edge)
      }
    }
    for y in -top..<size.height + bottom where y < 0 || y >= size.height {
      (padded + (top + y) * rowBytes).update(
        from: padded + (top + edge.index(y, count: size.height)) * rowBytes, count: rowBytes)
    }
  }

  /// Writes what stands on both sides of a row.
  private func extend(_ row: UnsafeMutablePointer<UInt8>, _ edge: EdgeRule) {
    var x = -left
    while x < size.width + right {
      if x == 0 { x = size.width }
      guard x < size.width + right else { return }
      let from = edge.index(x, count: size.width) * channels
      for c in 0..<channels { row[x * channels + c] = row[from + c] }
      x += 1
    }
  }
}
