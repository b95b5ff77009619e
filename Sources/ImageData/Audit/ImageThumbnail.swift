/// An image of 16 x 16 RGB pixels, to compare two images with more than their hashes.
struct ImageThumbnail: Sendable {
  private static let side = 16

  private let bytes: [UInt8]
  private let sum: Int
  /// n Σ a² − (Σ a)² of the n bytes a.
  private let spread: Int

  /// Halves an image of 32 x 32 x 3 bytes: the mean of two by two pixels, rounded.
  init(rgb: UnsafeBufferPointer<UInt8>) {
    let side = ImageThumbnail.side
    precondition(rgb.count == 12 * side * side, "a thumbnail is made of 32x32 RGB pixels")
    var bytes: [UInt8] = []
    bytes.reserveCapacity(3 * side * side)
    let row = 6 * side
    for y in 0..<side {
      for x in 0..<side {
        for channel in 0..<3 {
          let first = 2 * y * row + 6 * x + channel
          let sum = Int(rgb[first]) + Int(rgb[first + 3]) + Int(rgb[first + row]) + Int(rgb[first + row + 3])
          bytes.append(UInt8(truncatingIfNeeded: (sum + 2) / 4))
        }
      }
    }
    self.bytes = bytes
    sum = bytes.reduce(0) { $0 + Int($1) }
    spread = bytes.count * bytes.reduce(0) { $0 + Int($1) * Int($1) } - sum * sum
  }

  /// Pearson's correlation of the bytes a and b of two thumbnails: cov(a, b) / √(var(a) var(b)), from -1 to 1; 0 where
  /// one of them has a single value.
  ///
  /// A brighter copy or one of more contrast has 1, as far as nothing is cut off.
  func correlation(with other: ImageThumbnail) -> Double {
    guard spread > 0, other.spread > 0 else { return 0 }
    var products: Int32 = 0
    bytes.withUnsafeBufferPointer { a in
      other.bytes.withUnsafeBufferPointer { b in
        // 768 products of at most 255² are far from the end of 32 bits.
        for i in 0..<min(a.count, b.count) { products &+= Int32(a[i]) &* Int32(b[i]) }
      }
    }
    let covariance = bytes.count * Int(products) - sum * other.sum
    return Double(covariance) / (Double(spread) * Double(other.spread)).squareRoot()
  }
}
