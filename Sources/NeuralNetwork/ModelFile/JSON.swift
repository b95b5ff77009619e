/// A JSON value (RFC 8259); objects keep the order of their members.
public enum JSON: Sendable {
  /// A name and its value.
  public typealias Member = (name: String, value: JSON)

  /// `null`
  case null
  /// `true` or `false`
  case boolean(Bool)
  /// A number without fraction or exponent that an `Int` holds.
  case integer(Int)
  /// Any other number.
  case number(Double)
  /// A string.
  case string(String)
  /// An array.
  case array([JSON])
  /// An object; no name stands twice.
  case object([Member])

  /// A member of an object, or nil where there is none.
  public subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text of a string, else nil.
  public var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The elements of an array, else nil.
  public var elements: [JSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The members of an object, else nil.
  public var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The value of an integer, else nil; 3.0 is one too.
  public var wholeNumber: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The value of any number, else nil.
  public var realNumber: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// Whether this is `null`.
  public var isNull: Bool {
    if case .null = self { true } else { false }
  }
}

extension JSON: Equatable {
  /// Whether two values are the same; the order of an object's members counts.
  public static func == (a: JSON, b: JSON) -> Bool {
    switch a {
    case .null: b.isNull
    case .boolean(let value): if case .boolean(let other) = b { value == other } else { false }
    case .integer, .number: a.realNumber == b.realNumber
    case .string(let text): text == b.text
    // Written out: the optimizer of Swift 6.3 fails on `==` of arrays of a recursive enumeration.
    case .array(let elements):
      b.elements.map { others in
        elements.count == others.count && elements.indices.allSatisfy { elements[$0] == others[$0] }
      } ?? false
    case .object(let members):
      b.members.map { others in
        members.count == others.count
          && members.indices.allSatisfy {
            members[$0].name == others[$0].name && members[$0].value == others[$0].value
          }
      } ?? false
    }
  }
}

extension JSON: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral, ExpressibleByArrayLiteral
{
  /// `null`
  public init(nilLiteral: ()) { self = .null }

  /// `true` or `false`
  public init(booleanLiteral value: Bool) { self = .boolean(value) }

  /// An integer.
  public init(integerLiteral value: Int) { self = .integer(value) }

  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }

  /// An array.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
}
