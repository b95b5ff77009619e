import Testing

@testable import ImageData

@Suite struct NameListTests {
  /// By bytes: upper case before lower, digit by digit, beyond ASCII last, and nothing folded together.
  @Test func order() {
    var names = NameList()
    for name in ["b", "10", "é", "2", "B", "e\u{301}", "a name of more than fifteen bytes", "a"] {
      names.append(name)
    }
    #expect(
      names.sorted().map { Array($0.utf8) }
        == ["10", "2", "B", "a", "a name of more than fifteen bytes", "b", "e\u{301}", "é"].map {
          Array($0.utf8)
        })
  }

  @Test func noNames() {
    #expect(NameList().sorted().isEmpty)
  }
}
