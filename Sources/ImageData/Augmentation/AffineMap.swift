import Foundation
import Kernels

/// Where in the image each place (row, column) of the transformed image comes from:
/// row' = `row`.origin + row · `row`.perRow + column · `row`.perColumn, and so for the column'.
struct AffineMap: Equatable {
  /// One of the two coordinates, in pixels.
  struct Coordinate: Equatable {
    var origin: Double
    var perRow: Double
    var perColumn: Double

    /// The same in fixed point.
    var fixed: AffineCoordinate {
      AffineCoordinate(origin: origin, perRow: perRow, perColumn: perColumn)
    }
  }

  var row: Coordinate
  var column: Coordinate

  /// The map of a transform, C + R (S Z (p' − C) + t), for images of a size.
  init(_ transform: ImageTransform, size: ImageSize) {
    let (cosine, sine) = (cos(transform.rotation * .pi / 180), sin(transform.rotation * .pi / 180))
    let (shearCosine, shearSine) = (cos(transform.shear * .pi / 180), sin(transform.shear * .pi / 180))
    // The rows of R S Z.
    let first = (
      cosine * transform.verticalZoom, -(cosine * shearSine + sine * shearCosine) * transform.horizontalZoom
    )
    let second = (
      sine * transform.verticalZoom, (cosine * shearCosine - sine * shearSine) * transform.horizontalZoom
    )
    let center = (Double(size.height - 1) / 2, Double(size.width - 1) / 2)
    let (down, right) = (transform.verticalShift, transform.horizontalShift)
    row = Coordinate(
      matrixRow: first, of: transform, about: center, own: center.0 + cosine * down - sine * right)
    column = Coordinate(
      matrixRow: second, of: transform, about: center, own: center.1 + sine * down + cosine * right)
    if let crop = transform.crop {
      row.place(inCropFrom: crop.top, zoom: crop.height / Double(size.height))
      column.place(inCropFrom: crop.left, zoom: crop.width / Double(size.width))
    }
    for index in 0..<transform.operations.count { append(transform.operations[index], size: size) }
  }
}

extension AffineMap.Coordinate {
  /// `own` + a (y − C₀) + b (x − C₁) for the row (a, b) of a matrix, where y and x are counted from the other end if
  /// flipped: from there a place is as far from the center C, on the other side.
  fileprivate init(
    matrixRow: (Double, Double), of transform: ImageTransform, about center: (Double, Double), own: Double
  ) {
    perRow = transform.flipsVertically ? -matrixRow.0 : matrixRow.0
    perColumn = transform.flipsHorizontally ? -matrixRow.1 : matrixRow.1
    origin = own - perRow * center.0 - perColumn * center.1
  }

  /// x ← start + (x + 1/2) zoom − 1/2: from a crop of the image's size to the image. Pixels have their values in their
  /// middle, half a pixel from their edge.
  fileprivate mutating func place(inCropFrom start: Double, zoom: Double) {
    origin = start + (origin + 0.5) * zoom - 0.5
    perRow *= zoom
    perColumn *= zoom
  }
}
