/// The fields of a message of protocol buffers: just enough to look into what was written.
struct ProtocolReader {
  enum Value: Equatable {
    case number(UInt64)
    case contents([UInt8])
  }

  private(set) var fields: [(number: UInt64, value: Value)] = []

  /// Takes a message apart; nil where the bytes are none.
  init?(_ bytes: [UInt8]) {
    var rest = bytes[...]
    func varint() -> UInt64? {
      var (value, shift) = (UInt64(0), UInt64(0))
      while let byte = rest.popFirst(), shift < 64 {
        value |= UInt64(byte & 0x7F) << shift
        if byte < 0x80 { return value }
        shift += 7
      }
      return nil
    }
    func fixed(_ count: Int) -> UInt64? {
      guard rest.count >= count else { return nil }
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    while !rest.isEmpty {
      guard let tag = varint() else { return nil }
      switch tag & 7 {
      case 0:
        guard let value = varint() else { return nil }
        fields.append((tag >> 3, .number(value)))
      case 1, 5:
        guard let value = fixed(tag & 7 == 1 ? 8 : 4) else { return nil }
        fields.append((tag >> 3, .number(value)))
      case 2:
        guard let count = varint().flatMap({ Int(exactly: $0) }), count <= rest.count else { return nil }
        fields.append((tag >> 3, .contents(Array(rest.prefix(count)))))
        rest = rest.dropFirst(count)
      default: return nil
      }
    }
  }

  /// The numbers of a field.
  func numbers(_ field: UInt64) -> [Int] {
    fields.compactMap { number, value in
      if number == field, case .number(let word) = value { Int(Int64(bitPattern: word)) } else { nil }
    }
  }

  /// The texts of a field.
  func texts(_ field: UInt64) -> [String] { contents(field).map { String(decoding: $0, as: UTF8.self) } }

  /// The messages of a field.
  func messages(_ field: UInt64) -> [ProtocolReader] { contents(field).compactMap(ProtocolReader.init) }

  /// The bytes of a field.
  func contents(_ field: UInt64) -> [[UInt8]] {
    fields.compactMap { number, value in
      if number == field, case .contents(let bytes) = value { bytes } else { nil }
    }
  }
}
