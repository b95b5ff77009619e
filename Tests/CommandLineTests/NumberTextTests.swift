import Testing

@testable import train_parallel

struct NumberTextTests {
  @Test(arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-12_345, "-12,345")])
  func `thousands are grouped`(number: Int, text: String) {
    #expect(NumberText.grouped(number) == text)
  }

  @Test(arguments: [
    (8123.4, "8,123"), (100, "100"), (87.25, "87.2"), (5.128, "5.13"), (0.5124, "0.512"), (.infinity, "-"),
    (.nan, "-"),
  ])
  func `a rate has three digits at least`(rate: Double, text: String) {
    #expect(NumberText.rate(rate) == text)
  }

  @Test(arguments: [
    (0.4, "0:00"), (7, "0:07"), (754, "12:34"), (3723, "1:02:03"), (-1, "-"), (.nan, "-"), (.infinity, "-"),
  ])
  func `a duration is read from a clock`(seconds: Double, text: String) {
    #expect(NumberText.clock(seconds) == text)
  }

  @Test func `one is no plural`() {
    #expect(NumberText.count(1, "image") == "1 image")
    #expect(NumberText.count(2_000, "image") == "2,000 images")
    #expect(NumberText.count(2, "class", "classes") == "2 classes")
  }

  @Test func `a number that is none has no sign`() {
    #expect(NumberText.fixed(.nan, 4) == "nan" && NumberText.fixed(-.nan, 4) == "nan")
    #expect(NumberText.fixed(-0.5, 2) == "-0.50")
  }
}
