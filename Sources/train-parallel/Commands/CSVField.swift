/// A field of a table of comma-separated values: in quotation marks where it must be, marks within it doubled (RFC 4180).
///
/// Bytes are looked at, not characters: a comma with an accent is one character, but a comma to whoever reads the table.
func csvField(_ text: String) -> String {
  let mark = UInt8(ascii: "\"")
  guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == mark || $0 == 0x0A || $0 == 0x0D })
  else {
    return text
  }
  let doubled = text.utf8.flatMap { $0 == mark ? [mark, mark] : [$0] }
  return "\"" + String(decoding: doubled, as: UTF8.self) + "\""
}
