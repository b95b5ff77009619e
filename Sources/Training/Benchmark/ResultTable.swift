import Foundation
import NeuralNetwork

/// Results that are printed one by one: rows of a table for people, or JSON objects for programs, from one list of
/// columns.
package struct ResultTable<Row>: Sendable {
  /// One value of a row.
  package struct Column: Sendable {
    /// The name in JSON; nil where only people read it.
    let key: String?
    /// What stands above it; nil where only programs read it.
    let title: String?
    let width: Int
    let isLeft: Bool
    let text: @Sendable (Row) -> String
    let json: @Sendable (Row) -> JSON
  }

  /// The columns from left to right.
  package let columns: [Column]

  /// Makes a table.
  package init(columns: [Column]) {
    self.columns = columns
  }

  /// The titles.
  package var header: String {
    line { $0.title ?? "" }
  }

  /// A row for people.
  package func text(_ row: Row) -> String {
    line { $0.text(row) }
  }

  /// A row for programs.
  package func json(_ row: Row) -> JSON {
    .object(columns.compactMap { column in column.key.map { ($0, column.json(row)) } })
  }

  private func line(_ cell: (Column) -> String) -> String {
    let cells = columns.filter { $0.title != nil }.map { column in
      let text = cell(column)
      let space = String(repeating: " ", count: max(0, column.width - text.count))
      return column.isLeft ? text + space : space + text
    }
    let line = cells.joined(separator: "  ")
    return String(line.reversed().drop { $0 == " " }.reversed())
  }
}

extension ResultTable.Column {
  /// A word.
  package static func text(
    _ key: String?, _ title: String, width: Int = 0, _ value: @escaping @Sendable (Row) -> String
  ) -> Self {
    Self(
      key: key, title: title, width: max(width, title.count), isLeft: true, text: value,
      json: { .string(value($0)) })
  }

  /// A whole number.
  package static func count(
    _ key: String?, _ title: String, width: Int = 0, _ value: @escaping @Sendable (Row) -> Int
  ) -> Self {
    Self(
      key: key, title: title, width: max(width, title.count), isLeft: false, text: { String(value($0)) },
      json: { .integer(value($0)) })
  }

  /// A number, with so many digits behind the point for people and with all of them for programs.
  package static func number(
    _ key: String?, _ title: String, digits: Int = 0, width: Int = 0,
    _ value: @escaping @Sendable (Row) -> Double
  ) -> Self {
    Self(
      key: key, title: title, width: max(width, title.count), isLeft: false,
      text: { String(format: "%.\(digits)f", value($0)) },
      json: { row in
        let number = value(row)
        return number.isFinite ? .number(number) : .null
      })
  }

  /// Something that only programs read.
  package static func json(_ key: String, _ value: @escaping @Sendable (Row) -> JSON) -> Self {
    Self(key: key, title: nil, width: 0, isLeft: false, text: { _ in "" }, json: value)
  }
}
