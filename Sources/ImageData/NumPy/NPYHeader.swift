/// The head of an array in NumPy's `.npy` format: the type of its elements, and its shape.
///
/// The file begins with 0x93, `NUMPY`, two bytes of version, the length of the head, then the head as a Python dictionary:
/// `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`. Only that form is read; nothing is evaluated.
///
/// - Source: `numpy/lib/format.py`, versions 1.0 to 3.0.
struct NPYHeader {
  /// The type as NumPy writes it: `<f4`, `|u1`, `<U7`.
  let type: String
  let shape: [Int]
  /// Where the elements begin.
  let start: Int

  private static let magic: [UInt8] = [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]
  /// NumPy itself refuses longer heads, of which there are none for plain arrays.
  private static let mostBytes = 10_000

  init(_ bytes: ArraySlice<UInt8>) throws(DecodingError) {
    let first = bytes.startIndex
    guard bytes.starts(with: Self.magic), bytes.count >= 12 else {
      throw DecodingError(
        "it is no array of NumPy (such a file begins with 0x93 and NUMPY); save one with numpy.save")
    }
    let isLong = bytes[first + 6] > 1
    guard (1...3).contains(bytes[first + 6]) else {
      throw DecodingError(
        "the array is in version \(bytes[first + 6]) of the format; 1 to 3 are known, as numpy.save writes them"
      )
    }
    let lengthBytes = isLong ? 4 : 2
    let length = (0..<lengthBytes).reduce(0) { $0 | Int(bytes[first + 8 + $1]) << (8 * $1) }
    let begin = first + 8 + lengthBytes
    guard length <= Self.mostBytes, begin + length <= bytes.endIndex else {
      throw DecodingError.damage(
        "the array is cut short (its head has \(length) bytes, \(bytes.endIndex - begin) follow)")
    }
    start = begin + length
    let reader = PythonDictionary(bytes[begin..<start])
    guard case .text(let type)? = reader.values["descr"] else {
      throw DecodingError(
        "the array is damaged, or has elements of several parts (its head has no plain descr); save an array of numbers"
      )
    }
    guard case .tuple(let shape)? = reader.values["shape"] else {
      throw DecodingError.damage("the array is damaged (its head has no shape)")
    }
    guard case .truth(let isFortran)? = reader.values["fortran_order"] else {
      throw DecodingError.damage("the array is damaged (its head has no fortran_order)")
    }
    guard !isFortran || shape.count < 2 else {
      throw DecodingError("the array runs column by column; save numpy.ascontiguousarray of it")
    }
    self.type = type
    self.shape = shape
  }
}

/// The values of a Python dictionary of names to texts, truths and tuples of whole numbers.
private struct PythonDictionary {
  enum Value {
    case text(String)
    case truth(Bool)
    case tuple([Int])
  }

  private(set) var values: [String: Value] = [:]
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
    guard take("{") else { return }
    while let key = text(), take(":"), let value = value() {
      values[key] = value
      guard take(",") else { break }
    }
    // What is not a whole dictionary has no values.
    if !take("}") { values = [:] }
  }

  private mutating func value() -> Value? {
    if let text = text() { return .text(text) }
    if takeWord("True") { return .truth(true) }
    if takeWord("False") { return .truth(false) }
    guard take("(") else { return nil }
    var sizes: [Int] = []
    while let size = number() {
      sizes.append(size)
      guard take(",") else { break }
    }
    return take(")") ? .tuple(sizes) : nil
  }

  private mutating func skipSpace() {
    rest = rest.drop { $0 == 0x20 || $0 == 0x0A }
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    skipSpace()
    guard rest.first == UInt8(ascii: sign) else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func takeWord(_ word: String) -> Bool {
    skipSpace()
    guard rest.starts(with: word.utf8) else { return false }
    rest.removeFirst(word.utf8.count)
    return true
  }

  private mutating func text() -> String? {
    skipSpace()
    guard let quote = rest.first, quote == 0x27 || quote == 0x22,
      let end = rest.dropFirst().firstIndex(of: quote)
    else { return nil }
    let text = String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
    rest = rest[(end + 1)...]
    return text
  }

  private mutating func number() -> Int? {
    skipSpace()
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    // NumPy 1 of Python 2 wrote 3L.
    guard let number = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
    rest = rest.dropFirst(digits.count)
    if rest.first == UInt8(ascii: "L") { rest.removeFirst() }
    return number
  }
}
