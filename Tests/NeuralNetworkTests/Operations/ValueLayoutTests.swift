import Testing

@testable import NeuralNetwork

@Suite struct ValueLayoutTests {
  @Test func anImageIsRowsOfPixelsOfChannels() {
    let layout = ValueLayout([5, 4, 3])
    #expect([layout.height, layout.width, layout.channels] == [5, 4, 3])
    #expect([layout.rowStride, layout.origin, layout.count] == [12, 0, 60])
    #expect(layout.isCompact)
  }

  @Test func aFeatureVectorIsOnePixelAndOtherAxesAreRows() {
    let vector = ValueLayout([7])
    #expect([vector.height, vector.width, vector.channels] == [1, 1, 7])
    let matrix = ValueLayout([6, 7])
    #expect([matrix.height, matrix.width, matrix.channels] == [6, 1, 7])
    let deep = ValueLayout([2, 3, 4, 5])
    #expect([deep.height, deep.width, deep.channels] == [6, 4, 5])
  }

  @Test func aBorderLiesAroundTheImage() {
    var layout = ValueLayout([5, 4, 3])
    (layout.top, layout.left, layout.bottom, layout.right) = (1, 2, 3, 4)
    #expect(layout.rowStride == 10 * 3)
    #expect(layout.origin == 30 + 6)
    #expect(layout.count == 9 * 30)
    #expect(!layout.isCompact)
  }
}
