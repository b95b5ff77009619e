import Foundation

extension AffineMap {
  /// Lets an operation follow: p ← A p before the map, for images of a size.
  mutating func append(_ operation: ImageOperation, size: ImageSize) {
    let center = (Double(size.height - 1) / 2, Double(size.width - 1) / 2)
    let v = operation.value
    switch operation.kind {
    case .shearX: append((1, 0), (v, 1), shift: (0, 0), about: center)
    case .shearY: append((1, v), (0, 1), shift: (0, 0), about: center)
    case .translateX: append((1, 0), (0, 1), shift: (0, v), about: center)
    case .translateY: append((1, 0), (0, 1), shift: (v, 0), about: center)
    case .rotate:
      let (cosine, sine) = (cos(v * .pi / 180), sin(v * .pi / 180))
      append((cosine, -sine), (sine, cosine), shift: (0, 0), about: center)
    default: break
    }
  }

  /// (y, x) ← C + A ((y, x) − C) + shift, A by its rows.
  private mutating func append(
    _ first: (Double, Double), _ second: (Double, Double), shift: (Double, Double),
    about center: (Double, Double)
  ) {
    let y = Coordinate(
      origin: center.0 - first.0 * center.0 - first.1 * center.1 + shift.0, perRow: first.0,
      perColumn: first.1)
    let x = Coordinate(
      origin: center.1 - second.0 * center.0 - second.1 * center.1 + shift.1, perRow: second.0,
      perColumn: second.1)
    row = row.following(y, x)
    column = column.following(y, x)
  }
}

extension AffineMap.Coordinate {
  /// This coordinate of (y, x), as a function of what y and x are functions of.
  fileprivate func following(_ y: AffineMap.Coordinate, _ x: AffineMap.Coordinate) -> AffineMap.Coordinate {
    AffineMap.Coordinate(
      origin: origin + perRow * y.origin + perColumn * x.origin,
      perRow: perRow * y.perRow + perColumn * x.perRow,
      perColumn: perRow * y.perColumn + perColumn * x.perColumn)
  }
}
