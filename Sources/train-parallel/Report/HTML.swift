/// Markup of a page: literals are taken as they stand, inserted texts are escaped.
///
///     let cell: HTML = "<td>\(className)</td>"
///
/// So no class name or path, whatever it holds, becomes markup.
struct HTML: ExpressibleByStringInterpolation, Equatable {
  /// The markup.
  private(set) var markup: String

  init(stringLiteral markup: String) {
    self.markup = markup
  }

  init(stringInterpolation: StringInterpolation) {
    markup = stringInterpolation.markup
  }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var markup = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      markup.reserveCapacity(literalCapacity + 8 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) { markup += literal }

    mutating func appendInterpolation(_ number: Int) { markup += String(number) }

    /// Inserts a text, escaped.
    mutating func appendInterpolation(_ text: String) { markup += HTML.escaped(text) }

    /// Inserts markup as it is, nothing where there is none.
    mutating func appendInterpolation(_ html: HTML?) { markup += html?.markup ?? "" }

    /// Inserts pieces of markup one after the other.
    mutating func appendInterpolation(_ pieces: [HTML]) {
      for piece in pieces { markup += piece.markup }
    }
  }

  static func += (html: inout HTML, more: HTML) { html.markup += more.markup }

  /// A text in which nothing is markup, in an element or in a quoted attribute; characters that no page may hold become
  /// U+FFFD.
  ///
  /// - Source: XML 1.0, 2.2 for the characters.
  static func escaped(_ text: String) -> String {
    // Nearly all texts are plain: those are not walked by characters.
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case 0..<0x20, 0x7F, 0xEF, UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
        UInt8(ascii: "'"):
        false
      default: true
      }
    }
    if isPlain { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
      case "\u{0}"..<"\u{20}", "\u{7F}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

extension HTML {
  /// A name from outside: its direction of writing does not reach beyond it.
  static func name(_ text: String) -> HTML { "<bdi>\(text)</bdi>" }

  /// A table in a box of its own that scrolls where the table is too wide.
  ///
  /// - Parameters:
  ///   - label: What the table is, for those who hear the page.
  ///   - rows: The rows, the head included.
  static func table(_ label: String, class name: String = "", head: HTML, rows: [HTML]) -> HTML {
    let lines = rows.map { cells -> HTML in "<tr>\(cells)</tr>\n" }
    return """
      <div class="scroll" role="region" tabindex="0" aria-label="\(label)"><table class="\(name)">
      <thead><tr>\(head)</tr></thead>
      <tbody>\(lines)</tbody></table></div>

      """
  }

  /// The heads of columns; a number's column stands to the right.
  static func heads(_ text: [String], numbers: [String] = []) -> HTML {
    let texts = text.map { name -> HTML in "<th scope=\"col\">\(name)</th>" }
    let rest = numbers.map { name -> HTML in "<th scope=\"col\" class=\"n\">\(name)</th>" }
    return "\(texts)\(rest)"
  }

  /// A cell with a number.
  static func number(_ text: String) -> HTML { "<td class=\"n\">\(text)</td>" }
}
