/// Reads comma-separated values record by record.
///
/// Fields may stand in quotation marks, where commas and line ends count as text and two marks as one. Lines end in LF or
/// CR LF; a byte order mark at the start and empty lines are passed over.
///
/// - Source: RFC 4180.
struct CSVReader {
  /// One record, and the line on which it begins, from 1.
  struct Record: Equatable {
    let line: Int
    let fields: [String]
  }

  /// What cannot be read.
  struct Failure: Error, Equatable {
    let line: Int
    let reason: String
  }

  private let bytes: [UInt8]
  private var place = 0
  private var line = 1

  /// Reads a text in UTF-8.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
  }

  /// The next record; nil at the end.
  mutating func next() throws(Failure) -> Record? {
    while place < bytes.count {
      let first = line
      let fields = try record()
      if fields != [""] { return Record(line: first, fields: fields) }
    }
    return nil
  }

  private mutating func record() throws(Failure) -> [String] {
    var fields: [String] = []
    while true {
      fields.append(try field())
      guard place < bytes.count else { return fields }
      let end = bytes[place]
      place += 1
      if end == UInt8(ascii: "\n") {
        line += 1
        return fields
      }
    }
  }

  /// A field; what ends it, a comma or a line's end, stands at `place` afterwards.
  private mutating func field() throws(Failure) -> String {
    var text: [UInt8] = []
    if place < bytes.count, bytes[place] == UInt8(ascii: "\"") {
      try quoted(into: &text)
    } else {
      while place < bytes.count, !isEnd(bytes[place]) {
        text.append(bytes[place])
        place += 1
      }
      // The carriage return belongs to the line's end, or to nothing at the end of the text.
      if text.last == UInt8(ascii: "\r"), place == bytes.count || bytes[place] == UInt8(ascii: "\n") {
        text.removeLast()
      }
    }
    guard let text = String(validating: text, as: UTF8.self) else {
      throw Failure(line: line, reason: "the line is no text in UTF-8")
    }
    return text
  }

  private mutating func quoted(into text: inout [UInt8]) throws(Failure) {
    let first = line
    place += 1
    while true {
      guard place < bytes.count else {
        throw Failure(line: first, reason: "a quotation mark opens that is not closed")
      }
      let byte = bytes[place]
      place += 1
      if byte == UInt8(ascii: "\"") {
        guard place < bytes.count, bytes[place] == byte else { break }
        place += 1
      }
      if byte == UInt8(ascii: "\n") { line += 1 }
      text.append(byte)
    }
    if place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\r"), bytes[place + 1] == UInt8(ascii: "\n") {
      place += 1
    }
    guard place == bytes.count || isEnd(bytes[place]) else {
      throw Failure(
        line: line, reason: "text follows a closing quotation mark; write a mark inside of marks twice")
    }
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n")
  }
}
