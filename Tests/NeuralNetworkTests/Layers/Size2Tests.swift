import NeuralNetwork
import Testing

@Suite struct Size2Tests {
  @Test func literalsAreSquares() {
    let size: Size2 = 3
    #expect(size == Size2(3, 3))
    #expect(Size2(2, 3).height == 2 && Size2(2, 3).width == 3)
    #expect(Size2(2, 3).description == "2x3")
  }
}
