import TrainParallel

/// An event of TensorBoard, and the record that it is in a file of events.
///
/// - Source: `tensorboard/compat/proto/event.proto` and `summary.proto`; for records,
///   https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details.
struct TensorBoardEvent {
  private var message = ProtocolBuffer()

  private init(at time: Double, step: Int64) {
    message.add(1, double: time)
    // As every writer does that leaves out what is the default.
    if step != 0 { message.add(2, integer: step) }
  }

  /// What a file begins with: the version of its events.
  static func fileVersion(at time: Double) -> TensorBoardEvent {
    var event = TensorBoardEvent(at: time, step: 0)
    event.message.add(3, text: "brain.Event:2")
    return event
  }

  /// That the run begins or goes on with a step: readers forget what earlier files have of it and of later ones.
  static func start(at time: Double, step: Int64) -> TensorBoardEvent {
    var status = ProtocolBuffer()
    status.add(1, integer: 1)
    var event = TensorBoardEvent(at: time, step: step)
    event.message.add(7, message: status)
    return event
  }

  /// Numbers by their tags.
  static func scalars(_ values: [(tag: String, value: Double)], at time: Double, step: Int64)
    -> TensorBoardEvent
  {
    var summary = ProtocolBuffer()
    for (tag, number) in values {
      var value = ProtocolBuffer()
      value.add(1, text: tag)
      value.add(2, float: Float(number))
      summary.add(1, message: value)
    }
    var event = TensorBoardEvent(at: time, step: step)
    event.message.add(5, message: summary)
    return event
  }

  /// The record: the length in 8 bytes, its checksum in 4, the event, its checksum in 4.
  var record: [UInt8] {
    let event = message.bytes
    let length = withUnsafeBytes(of: UInt64(event.count).littleEndian, Array.init)
    return length + Self.checksum(length) + event + Self.checksum(event)
  }

  /// CRC-32C, turned by 15 bits to the right, plus a constant: a checksum of what holds its own checksum is a poor one.
  private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
    let crc = crc32c(bytes)
    return withUnsafeBytes(of: ((crc >> 15 | crc << 17) &+ 0xA282_EAD8).littleEndian, Array.init)
  }
}
