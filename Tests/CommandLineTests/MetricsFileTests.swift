import Testing

@testable import train_parallel

struct MetricsFileTests {
  private let row = MetricsRow(
    epoch: 1, loss: 0.5, accuracy: 0.75, validationLoss: 0.25, validationAccuracy: 0.875, learningRate: 0.001,
    imagesPerSecond: 8123.5, seconds: 1.25, weightsSHA256: "1a2b3c4d5e6f")

  @Test func `each epoch is an object and a line of the table`() throws {
    var second = row
    second.epoch = 2
    second.validationLoss = nil
    second.validationAccuracy = nil
    let files = MetricsFiles([row, second])
    #expect(
      files.lines == """
        {"epoch": 1, "loss": 0.5, "accuracy": 0.75, "val_loss": 0.25, "val_accuracy": 0.875, "learning_rate": 0.001, \
        "images_per_second": 8123.5, "seconds": 1.25, "weights_sha256": "1a2b3c4d5e6f"}
        {"epoch": 2, "loss": 0.5, "accuracy": 0.75, "val_loss": null, "val_accuracy": null, "learning_rate": 0.001, \
        "images_per_second": 8123.5, "seconds": 1.25, "weights_sha256": "1a2b3c4d5e6f"}

        """)
    #expect(
      files.table == """
        epoch,loss,accuracy,val_loss,val_accuracy,learning_rate,images_per_second,seconds,weights_sha256
        1,0.5,0.75,0.25,0.875,0.001,8123.5,1.25,1a2b3c4d5e6f
        2,0.5,0.75,,,0.001,8123.5,1.25,1a2b3c4d5e6f

        """)
  }

  @Test func `the table's header is the keys`() {
    #expect(MetricsRow.csvHeader == row.members.map(\.name).joined(separator: ","))
  }

  @Test func `the line that people read`() {
    #expect(
      row.line(epochCount: 10)
        == "epoch  1/10  loss 0.5000  accuracy 0.7500  val_loss 0.2500  val_accuracy 0.8750  "
        + "8,124 images/s  1.2 s  weights 1a2b3c4d...")
    var alone = row
    alone.validationLoss = nil
    alone.validationAccuracy = nil
    #expect(!alone.line(epochCount: 1).contains("val_"))
  }

  @Test func `what JSON cannot say is null`() {
    var lost = row
    lost.validationLoss = .nan
    lost.loss = .infinity
    #expect(lost.json.contains("\"loss\": null") && lost.json.contains("\"val_loss\": null"))
  }

  @Test func `the best has the highest validation accuracy, then the lowest loss`() {
    var other = row
    #expect(row.isBetter(than: nil))
    #expect(!row.isBetter(than: row))
    other.validationLoss = 0.24
    #expect(other.isBetter(than: row))
    other.validationAccuracy = 0.86
    #expect(!other.isBetter(than: row))
    other.validationAccuracy = nil
    #expect(!other.isBetter(than: nil))
    #expect(row.isBetter(than: other))
  }
}
