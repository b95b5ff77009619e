/// How a stored image is turned to stand upright: the values of EXIF's tag `Orientation` (EXIF 2.32, 4.6.4 A).
enum ImageOrientation: Int, CaseIterable {
  case upright = 1
  case mirrored = 2
  case rotated180 = 3
  case flipped = 4
  /// Mirrored at the diagonal from the top left.
  case transposed = 5
  /// To be turned by 90 degrees clockwise.
  case rotated90 = 6
  /// Mirrored at the diagonal from the top right.
  case transversed = 7
  /// To be turned by 90 degrees counterclockwise.
  case rotated270 = 8

  /// Whether height and width change places.
  var exchangesSides: Bool { rawValue >= 5 }

  /// Whether the upright image begins at the last stored row.
  var reversesStoredRows: Bool { [.rotated180, .flipped, .rotated90, .transversed].contains(self) }

  /// Whether the upright image begins at the last stored column.
  var reversesStoredColumns: Bool { [.mirrored, .rotated180, .transversed, .rotated270].contains(self) }

  /// The size of the upright image, or, since the exchange undoes itself, of the stored one.
  func size(of size: ImageSize) -> ImageSize {
    exchangesSides ? ImageSize(height: size.width, width: size.height) : size
  }

  /// Writes the upright image of a stored one of another place in memory: both without gaps.
  func turn(
    _ source: UnsafePointer<UInt8>, of stored: ImageSize, channels: Int,
    into destination: UnsafeMutablePointer<UInt8>
  ) {
    let upright = size(of: stored)
    let (first, rowStep, columnStep) = walk(stored)
    for y in 0..<upright.height {
      var pixel = source + (first + y * rowStep) * channels
      let row = destination + y * upright.width * channels
      for x in 0..<upright.width {
        for c in 0..<channels { row[x * channels + c] = pixel[c] }
        // The pointer after the last pixel of a row may lie outside of the image: it is not read.
        pixel += columnStep * channels
      }
    }
  }

  /// The stored pixel that comes first in the upright image, and the steps to the one below and to the right of it.
  private func walk(_ stored: ImageSize) -> (first: Int, rowStep: Int, columnStep: Int) {
    let (height, width) = (stored.height, stored.width)
    return switch self {
    case .upright: (0, width, 1)
    case .mirrored: (width - 1, width, -1)
    case .rotated180: (height * width - 1, -width, -1)
    case .flipped: ((height - 1) * width, -width, 1)
    case .transposed: (0, 1, width)
    case .rotated90: ((height - 1) * width, 1, -width)
    case .transversed: (height * width - 1, -1, -width)
    case .rotated270: (width - 1, -1, width)
    }
  }
}
