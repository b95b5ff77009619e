import LinearAlgebra
import Testing

@Suite struct ShapeTests {
  @Test func countsElements() {
    #expect(Shape([2, 3, 4]).count == 24)
    #expect(Shape([]).count == 1 && Shape([]).rank == 0)
    #expect(Shape([5, 0]).count == 0)
    #expect(([28, 28, 1] as Shape).rank == 3)
  }

  @Test func axesCountFromBothEnds() {
    let shape: Shape = [2, 3, 4]
    #expect((0..<3).map { shape[$0] } == [2, 3, 4])
    #expect((1...3).map { shape[-$0] } == [4, 3, 2])
  }

  @Test func textIsPythons() {
    #expect("\(Shape([28, 28, 1]))" == "(28, 28, 1)")
    #expect("\(Shape([10]))" == "(10,)")
    #expect("\(Shape([]))" == "()")
  }

  @Test func equality() {
    #expect(Shape([2, 3]) == [2, 3])
    #expect(Shape([2, 3]) != [3, 2])
    #expect(Shape([2, 3]) != [2, 3, 1])
    #expect(Set<Shape>([[1, 2], [1, 2], [2, 1]]).count == 2)
  }

  @Test func sizesAreNotNegative() async {
    await #expect(processExitsWith: .failure) { _ = Shape([3, -1]) }
  }
}
