import LinearAlgebra
import Testing

@Suite struct Im2ColTests {
  /// Numbers that differ from place to place, without a generator.
  func sines(_ shape: Shape, _ phase: Double) -> Tensor<Double> {
    Tensor(
      shape: shape,
      scalars: (0..<shape.count).map { index in
        let x = Double(index) * 0.754877666 + phase
        return x - x.rounded(.down) - 0.5
      })
  }

  @Test func shapesOfTheBook() {
    let columns = im2col(sines([10, 3, 7, 7], 0), kernel: (5, 5), dataFormat: .channelsFirst)
    #expect(columns.shape == [90, 75])
    #expect(im2col(sines([1, 3, 7, 7], 0), kernel: (5, 5), dataFormat: .channelsFirst).shape == [9, 75])
  }

  @Test func orderOfTheColumns() {
    // Two channels of 2x2: 0...3 and 10...13.
    let first = Tensor(shape: [1, 2, 2, 2], scalars: [0, 1, 2, 3, 10, 11, 12, 13.0])
    #expect(
      im2col(first, kernel: (2, 2), dataFormat: .channelsFirst).scalars == [0, 1, 2, 3, 10, 11, 12, 13])
    let last = Tensor(shape: [1, 2, 2, 2], scalars: [0, 10, 1, 11, 2, 12, 3, 13.0])
    #expect(im2col(last, kernel: (2, 2)).scalars == [0, 10, 1, 11, 2, 12, 3, 13])
    // The rows are the windows, row by row.
    let row = Tensor(shape: [1, 1, 4, 1], scalars: [1, 2, 3, 4.0])
    #expect(im2col(row, kernel: (1, 2)).scalars == [1, 2, 2, 3, 3, 4])
  }

  @Test func paddingIsZero() {
    let image = Tensor(shape: [1, 2, 2, 1], scalars: [1, 2, 3, 4] as [Float])
    let columns = im2col(image, kernel: (2, 2), padding: .same)
    #expect(columns.scalars == [1, 2, 3, 4, 2, 0, 4, 0, 3, 4, 0, 0, 4, 0, 0, 0])
  }

  @Test func overlappingPixelsAddUp() {
    let ones = Tensor(repeating: 1.0, shape: [4, 4])
    let image = col2im(ones, imageShape: [1, 3, 3, 1], kernel: (2, 2))
    #expect(image.scalars == [1, 2, 1, 2, 4, 2, 1, 2, 1])
  }

  /// <im2col(x), y> = <x, col2im(y)>: each is the transpose of the other.
  @Test(arguments: DataFormat.allCases, Padding.allCases)
  func mirrorImages(format: DataFormat, padding: Padding) {
    for (height, width, channels) in [(7, 7, 3), (9, 5, 1), (6, 11, 5), (1, 8, 2)] {
      for kernel in [(1, 1), (1, 3), (1, 4)] + (height > 5 ? [(3, 2), (5, 5)] : []) {
        for strides in [(1, 1), (2, 3), (3, 1)] {
          for dilation in [(1, 1), (1, 2)] where (kernel.1 - 1) * dilation.1 < width {
            let shape: Shape =
              format == .channelsFirst ? [2, channels, height, width] : [2, height, width, channels]
            let x = sines(shape, 0.1)
            let columns = im2col(
              x, kernel: kernel, strides: strides, dilation: dilation, padding: padding, dataFormat: format)
            let y = sines(columns.shape, 0.3)
            let image = col2im(
              y, imageShape: shape, kernel: kernel, strides: strides, dilation: dilation, padding: padding,
              dataFormat: format)
            let left = zip(columns.scalars, y.scalars).reduce(0) { $0 + $1.0 * $1.1 }
            let right = zip(x.scalars, image.scalars).reduce(0) { $0 + $1.0 * $1.1 }
            // Sums of at most some thousand products below 1/4, rounded at 1e-16 each.
            #expect(abs(left - right) < 1e-11)
          }
        }
      }
    }
  }

  /// Both formats hold the same patches, in their own orders.
  @Test func formatsAgree() {
    let first = sines([2, 3, 6, 5], 0.2)
    var last = Tensor(repeating: 0.0, shape: [2, 6, 5, 3])
    for n in 0..<2 {
      for c in 0..<3 {
        for y in 0..<6 { for x in 0..<5 { last[n, y, x, c] = first[n, c, y, x] } }
      }
    }
    let a = im2col(first, kernel: (3, 2), strides: (2, 1), padding: .same, dataFormat: .channelsFirst)
    let b = im2col(last, kernel: (3, 2), strides: (2, 1), padding: .same)
    #expect(a.shape == b.shape)
    for row in 0..<a.shape[0] {
      for c in 0..<3 {
        for tap in 0..<6 { #expect(a[row, c * 6 + tap] == b[row, tap * 3 + c]) }
      }
    }
  }
}
