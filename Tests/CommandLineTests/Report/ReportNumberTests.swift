import Testing

@testable import train_parallel

struct ReportNumberTests {
  @Test(arguments: [
    (0.001, "0.001"), (0.01 / 30, "0.0003333"), (1e-7, "1e-07"), (0, "0"), (.nan, "nan"), (.infinity, "inf"),
  ])
  func `four digits at most`(number: Double, text: String) {
    #expect(ReportNumber.short(number) == text)
  }
}
