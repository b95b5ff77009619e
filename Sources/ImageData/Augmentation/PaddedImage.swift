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
  private let reach: ImageReach

  private var top: Int { reach.top }
  private var left: Int { reach.left }
  private var right: Int { reach.right }
  private var height: Int { top + size.height + reach.bottom }
  private var rowBytes: Int { (left + size.width + right) * channels }

  /// Works out how much is needed around an image; nil where that is nothing or too much.
  init?(_ sampling: AffineSampling, size: ImageSize) {
    // Three channels are read as four bytes.
    guard sampling.constant == nil, !sampling.isNearest,
      let reach = ImageReach(sampling, size: size, behind: sampling.channels == 3 ? 2 : 1)
    else { return nil }
    self.size = size
    self.reach = reach
    channels = sampling.channels
    guard reach.top + reach.left + reach.bottom + reach.right > 0, height * rowBytes <= Self.mostBytes else {
      return nil
    }
  }

  /// The same sampling, of the padded image.
  func sampling(_ sampling: AffineSampling) -> AffineSampling {
    reach.moved(sampling, height: height, width: left + size.width + right)
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
      extend(row, edge)
    }
    for y in -top..<size.height + reach.bottom where y < 0 || y >= size.height {
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
