import Testing
import TrainParallel

@testable import train_parallel

struct PredictionsTableTests {
  @Test func `a row an image`() {
    let table = PredictionsTable(
      paths: ["a, b/1.png", "2.png"],
      evaluation: Evaluation(
        loss: 1, classCount: 2, labels: [0, 1], probabilities: [0.25, 0.75, 0.125, 0.875]),
      classNames: ["cat", "the \"dog\""])
    #expect(
      table.text == """
        path,truth,prediction,probability_cat,"probability_the ""dog""\"
        "a, b/1.png",cat,"the ""dog""\",0.25,0.75
        2.png,"the ""dog""\","the ""dog""\",0.125,0.875

        """)
  }
}
