import Testing

@testable import ImageData

@Suite struct DisjointSetsTests {
  @Test func mergedNumbersAreOneSet() {
    var sets = DisjointSets(count: 8)
    #expect(sets.groups().isEmpty)
    for (a, b) in [(6, 2), (1, 7), (2, 4), (4, 6)] { sets.merge(a, b) }
    #expect(sets.groups() == [[1, 7], [2, 4, 6]])
    #expect(sets.find(6) == 2 && sets.find(7) == 1 && sets.find(5) == 5)
  }

  @Test func theOrderOfMergesDoesNotMatter() {
    let pairs = [(0, 9), (9, 3), (4, 5), (5, 8), (3, 1)]
    for _ in 0..<10 {
      var sets = DisjointSets(count: 10)
      for (a, b) in pairs.shuffled() { Bool.random() ? sets.merge(a, b) : sets.merge(b, a) }
      #expect(sets.groups() == [[0, 1, 3, 9], [4, 5, 8]])
    }
  }
}
