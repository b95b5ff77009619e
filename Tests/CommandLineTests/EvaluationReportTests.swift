import Testing
import TrainParallel

@testable import train_parallel

struct EvaluationReportTests {
  private let report = EvaluationReport(
    loss: 0.25, accuracy: 0.75, accuracyInterval: WilsonInterval(successes: 3, trials: 4),
    classes: [
      .init(name: "cat", precision: 1, recall: 0.5, f1: 2.0 / 3, support: 2),
      .init(name: "dog", precision: 2.0 / 3, recall: 1, f1: 0.8, support: 2),
    ],
    confusionMatrix: [[1, 1], [0, 2]])

  @Test func `the table`() {
    #expect(
      report.text == """
        images    4
        loss      0.2500
        accuracy  0.7500  (0.3006 to 0.9544 with 95% confidence)

        class  precision  recall      f1  images
        cat       1.0000  0.5000  0.6667       2
        dog       0.6667  1.0000  0.8000       2

        true class by predicted class
             cat  dog
        cat    1    1
        dog    0    2
        """)
  }

  @Test func `the part within the top k follows the accuracy where it was asked for`() {
    var more = report
    more.top = (2, 1)
    #expect(more.text.contains("95% confidence)\ntop 2     1.0000\n\nclass"))
    let json = more.json(.init(model: "m", weightsSHA256: "ab", testTimeAugmentation: .flip))
    #expect(json.contains(#""top_k": 2, "top_k_accuracy": 1.0, "classes": "#))
    #expect(json.contains(#""tta": "flip""#))
  }

  @Test func `the object`() throws {
    let json = report.json(.init(model: "m.safetensors", weightsSHA256: "ab"))
    #expect(json.hasPrefix(#"{"model": "m.safetensors", "tta": "none", "images": 4, "#))
    #expect(json.contains(#""images": 4, "loss": 0.25, "accuracy": 0.75, "accuracy_interval": [0.30"#))
    #expect(!json.contains("top_k"))
    #expect(json.hasSuffix(#""weights_sha256": "ab"}"#))
    #expect(
      json.contains(
        #"{"name": "cat", "precision": 1.0, "recall": 0.5, "f1": 0.6666666666666666, "images": 2}"#))
    #expect(json.contains(#""confusion_matrix": [[1, 1], [0, 2]]"#))
    #expect(!json.contains("\n"))
  }

  @Test func `many classes are numbered`() {
    let names = (0..<30).map { "class-\($0)" }
    let wide = EvaluationReport(
      loss: 0, accuracy: 0, accuracyInterval: WilsonInterval(successes: 0, trials: 0),
      classes: names.map { .init(name: $0, precision: 0, recall: 0, f1: 0, support: 1) },
      confusionMatrix: names.map { _ in names.map { _ in 0 } })
    #expect(wide.text.contains("29 class-29"))
  }
}
