import Testing

import Files

struct ProtocolBufferTests {
  /// The examples of the encoding's own description: 150 in field 1, "testing" in field 2, a message in field 3.
  @Test func `the published examples`() {
    var message = ProtocolBuffer()
    message.add(1, integer: 150)
    #expect(message.bytes == [0x08, 0x96, 0x01])
    var text = ProtocolBuffer()
    text.add(2, text: "testing")
    #expect(text.bytes == [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6E, 0x67])
    var outer = ProtocolBuffer()
    outer.add(3, message: message)
    #expect(outer.bytes == [0x1A, 0x03, 0x08, 0x96, 0x01])
  }

  @Test func `numbers of every width`() {
    var message = ProtocolBuffer()
    message.add(1, double: 1)
    message.add(2, float: 1)
    message.add(3, integer: -2)
    message.add(16, integer: 0)
    #expect(
      message.bytes == [0x09, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0x15, 0, 0, 0x80, 0x3F, 0x18, 0xFE]
        + [UInt8](repeating: 0xFF, count: 8) + [0x01, 0x80, 0x01, 0x00])
  }
}
