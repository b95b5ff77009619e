import Testing

@testable import train_parallel

struct TensorBoardEventTests {
  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// What `RecordWriter` of the package tensorboard 2.21.0 writes of the same events.
  @Test func `records are those of TensorBoard's own writer`() {
    #expect(
      hexadecimal(TensorBoardEvent.fileVersion(at: 1234.5).record)
        == "1800000000000000a37f4b220900000000004a93401a0d627261696e2e4576656e743a3265b8d3fb")
    #expect(
      hexadecimal(TensorBoardEvent.start(at: 1234.5, step: 300).record)
        == "100000000000000095fbfe180900000000004a934010ac023a02080160cea677")
    let scalars = TensorBoardEvent.scalars(
      [("epoch_loss", 0.25), ("epoch_accuracy", 0.1)], at: 1234.5, step: 3)
    #expect(
      hexadecimal(scalars.record)
        == "3700000000000000e7e8ca590900000000004a934010032a2a0a110a0a65706f63685f6c6f7373150000803e0a150a0e65706f"
        + "63685f616363757261637915cdcccc3d4946cbab")
  }
}
