import LinearAlgebra
import Testing

@Suite struct WindowShapeTests {
  func axis(_ n: Int, _ k: Int, _ s: Int, _ padding: Padding, dilation: Int = 1) -> WindowAxis {
    WindowAxis(input: n, kernel: k, stride: s, dilation: dilation, padding: padding)
  }

  /// TensorFlow's: where an odd number of zeros is needed, the extra one comes after.
  @Test func knownPaddings() {
    for (n, k, s, before, after, output) in [
      (32, 3, 2, 0, 1, 16), (7, 2, 2, 0, 1, 4), (5, 4, 1, 1, 2, 5), (28, 5, 1, 2, 2, 28), (1, 3, 1, 1, 1, 1),
      (6, 1, 3, 0, 0, 2),
    ] {
      let axis = axis(n, k, s, .same)
      #expect(
        axis.paddingBefore == before && axis.paddingAfter == after && axis.output == output,
        "\(n), \(k), \(s)")
    }
    #expect(axis(10, 3, 1, .same, dilation: 2).paddingBefore == 2)
  }

  @Test func windowsThatStayInside() {
    #expect(axis(28, 5, 1, .valid).output == 24)
    #expect(axis(7, 2, 2, .valid).output == 3)
    #expect(axis(10, 3, 1, .valid, dilation: 3).output == 4)
    #expect(axis(3, 3, 5, .valid).output == 1)
    #expect(axis(10, 3, 1, .valid, dilation: 3).extent == 7)
  }

  @Test func windowsThatDoNotFit() {
    #expect(axis(2, 3, 1, .valid).output <= 0)
    #expect(axis(0, 1, 1, .valid).output <= 0)
    #expect(axis(4, 3, 2, .valid, dilation: 2).output <= 0)
  }

  /// The definition: windows are placed as long as they fit into the padded input, and the last could not move on.
  @Test func countsWindows() {
    for n in 1...20 {
      for k in 1...5 {
        for s in 1...4 {
          for d in 1...3 {
            let valid = axis(n, k, s, .valid, dilation: d)
            let count = stride(from: 0, through: n - valid.extent, by: s).reduce(0) { count, _ in count + 1 }
            #expect(valid.output == count && valid.paddingBefore == 0 && valid.paddingAfter == 0)
            let same = axis(n, k, s, .same, dilation: d)
            #expect(same.output == (n + s - 1) / s)
            let reach = (same.output - 1) * s + same.extent
            let padded = n + same.paddingBefore + same.paddingAfter
            // No more zeros than the last window needs.
            #expect(padded == max(reach, n) && (0...1).contains(same.paddingAfter - same.paddingBefore))
          }
        }
      }
    }
  }

  @Test func bothAxes() {
    let window = WindowShape(
      height: 9, width: 12, kernel: (3, 2), strides: (2, 1), dilation: (1, 4), padding: .valid)
    #expect(window.vertical == axis(9, 3, 2, .valid))
    #expect(window.horizontal == axis(12, 2, 1, .valid, dilation: 4))
    #expect(window.taps == 6)
    #expect(window == WindowShape(vertical: window.vertical, horizontal: window.horizontal))
  }
}
