/// A message of protocol buffers, field by field: a varint of number · 8 + kind, then the value.
///
/// - Source: https://protobuf.dev/programming-guides/encoding
package struct ProtocolBuffer {
  /// The message so far.
  package private(set) var bytes: [UInt8] = []

  /// Creates a message without fields.
  package init() {}

  /// How a value is laid out.
  private enum Kind: UInt64 {
    case varint = 0
    case eightBytes = 1
    case lengthAndBytes = 2
    case fourBytes = 5
  }

  /// A field of type `double`.
  package mutating func add(_ field: UInt64, double value: Double) {
    begin(field, .eightBytes)
    append(value.bitPattern)
  }

  /// A field of type `float`.
  package mutating func add(_ field: UInt64, float value: Float) {
    begin(field, .fourBytes)
    append(value.bitPattern)
  }

  /// A field of type `int64` or of an enumeration.
  package mutating func add(_ field: UInt64, integer value: Int64) {
    begin(field, .varint)
    append(varint: UInt64(bitPattern: value))
  }

  /// A field of type `string`.
  package mutating func add(_ field: UInt64, text: String) {
    add(field, contents: text.utf8)
  }

  /// A field of type `bytes`.
  package mutating func add(_ field: UInt64, contents: some Collection<UInt8>) {
    begin(field, .lengthAndBytes)
    append(varint: UInt64(contents.count))
    bytes.append(contentsOf: contents)
  }

  /// A field that is a message.
  package mutating func add(_ field: UInt64, message: ProtocolBuffer) {
    add(field, contents: message.bytes)
  }

  private mutating func begin(_ field: UInt64, _ kind: Kind) {
    append(varint: field << 3 | kind.rawValue)
  }

  /// Seven bits a byte, the lowest first; the eighth tells that there are more.
  private mutating func append(varint value: UInt64) {
    var rest = value
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func append(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }
}
