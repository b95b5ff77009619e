import Testing

@testable import ImageData

@Suite struct AffineMapTests {
  private func source(_ transform: ImageTransform, _ size: ImageSize, _ y: Int, _ x: Int) -> (Double, Double)
  {
    let map = AffineMap(transform, size: size)
    return (
      map.row.origin + Double(y) * map.row.perRow + Double(x) * map.row.perColumn,
      map.column.origin + Double(y) * map.column.perRow + Double(x) * map.column.perColumn
    )
  }

  /// Whatever is turned, sheared, zoomed or flipped, the center ((H − 1)/2, (W − 1)/2) stays.
  @Test func theCenterStays() {
    let transform = ImageTransform(
      rotation: 40, shear: 10, verticalZoom: 0.8, horizontalZoom: 1.3, flipsHorizontally: true)
    for size in [ImageSize(height: 5, width: 9), ImageSize(height: 31, width: 7)] {
      let (y, x) = source(transform, size, size.height / 2, size.width / 2)
      #expect(abs(y - Double(size.height / 2)) < 1e-12 && abs(x - Double(size.width / 2)) < 1e-12)
    }
  }

  /// A shift is what its name says: columns for the horizontal one.
  @Test func shiftsComeFirst() {
    let size = ImageSize(height: 5, width: 9)
    #expect(source(ImageTransform(horizontalShift: 2), size, 1, 3) == (1, 5))
    #expect(source(ImageTransform(verticalShift: 2), size, 1, 3) == (3, 3))
    // The image is flipped last: column 3 of the result is column 5 of the image before.
    #expect(source(ImageTransform(horizontalShift: 2, flipsHorizontally: true), size, 1, 3) == (1, 7))
  }

  /// In fixed point a right angle meets the pixels, and a square image stays whole.
  @Test(arguments: [90.0, 180, 270, -90]) func rightAnglesAreExact(degrees: Double) {
    for (height, width) in [(4, 4), (5, 5), (150, 150)] {
      let map = AffineMap(ImageTransform(rotation: degrees), size: ImageSize(height: height, width: width))
      for coordinate in [map.row.fixed, map.column.fixed] {
        #expect(coordinate.perRow & 0xFFFF_FFFF == 0 && coordinate.perColumn & 0xFFFF_FFFF == 0)
        #expect(coordinate.origin & 0xFFFF_FFFF == 0)
      }
    }
  }

  /// 3 x 3, a quarter turn: clockwise: the first row comes from the first column, for both orders and without a constant at the edge.
  @Test func aQuarterTurn() {
    for order in InterpolationOrder.allCases {
      let application = TransformApplication(
        size: ImageSize(3), channels: 1,
        geometry: .init(fillMode: .constant, cval: 99, interpolationOrder: order),
        standardization: .init(rescale: 1))
      var output = [Float](repeating: 666, count: 9)
      application.write(
        ImageTransform(rotation: 90), of: [1, 2, 3, 4, 5, 6, 7, 8, 9], to: &output, rowStride: 3)
      #expect(output == [7, 4, 1, 8, 5, 2, 9, 6, 3])
    }
  }
}
