import Testing

@testable import train_parallel

struct ProgressLineTests {
  private let progress = Progress(
    epoch: 3, epochCount: 10, step: 47, stepCount: 94, loss: 0.12344, accuracy: 0.96, imagesPerSecond: 8123,
    secondsLeft: 12)

  @Test func `a wide line has everything`() {
    #expect(
      progress.line(width: 200, hasColor: false)
        == "epoch 3/10  [===============               ]  47/94  loss 0.1234  accuracy 0.9600  8,123 images/s  0:12 left"
    )
  }

  @Test(arguments: 0...130) func `no line is longer than the width`(width: Int) {
    #expect(progress.line(width: width, hasColor: false).count <= width)
    let colored = progress.line(width: width, hasColor: true)
    let bare = colored.replacing("\u{1B}[36m", with: "").replacing("\u{1B}[0m", with: "")
    #expect(bare == progress.line(width: width, hasColor: false))
  }

  @Test func `the loss stays longer than the speed`() {
    let line = progress.line(width: 50, hasColor: false)
    #expect(line.contains("loss") && !line.contains("images/s"))
  }

  @Test func `the ends of the bar`() {
    var ends = progress
    ends.step = 0
    #expect(ends.line(width: 200, hasColor: false).contains("[\(String(repeating: " ", count: 30))]"))
    ends.step = 94
    #expect(ends.line(width: 200, hasColor: false).contains("[\(String(repeating: "=", count: 30))]"))
  }
}
