import Kernels

/// How far a sampling reaches beyond the edges of an image, in pixels.
struct ImageReach {
  let top: Int
  let left: Int
  let bottom: Int
  let right: Int

  /// Works it out; nil where that is out of all proportion.
  ///
  /// - Parameters:
  ///   - sampling: The sampling.
  ///   - size: The size of the image and of the result.
  ///   - behind: The columns that are read behind a pixel's own.
  init?(_ sampling: AffineSampling, size: ImageSize, behind: Int = 1) {
    let (rows, columns) = (
      Self.reach(of: sampling.row, over: size), Self.reach(of: sampling.column, over: size)
    )
    let most = Int64(1 << 14)
    guard rows.least > -most, columns.least > -most, rows.greatest < most, columns.greatest < most else {
      return nil
    }
    top = max(0, -Int(rows.least))
    left = max(0, -Int(columns.least))
    bottom = max(0, Int(rows.greatest) + 2 - size.height)
    right = max(0, Int(columns.greatest) + 1 + behind - size.width)
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

  /// The same sampling, of an image with as many pixels more on each side; all of it is inside.
  func moved(_ sampling: AffineSampling, height: Int, width: Int) -> AffineSampling {
    var result = sampling
    result.height = height
    result.width = width
    result.row.origin += Int64(top) << 32
    result.column.origin += Int64(left) << 32
    result.isInside = true
    return result
  }
}
