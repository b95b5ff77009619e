/// An array of NumPy's `.npy` format: numbers or texts, row by row.
struct NPYArray {
  /// What the elements are.
  enum Element: Equatable {
    /// Whole numbers of 1, 2, 4 or 8 bytes.
    case integer(bytes: Int, isSigned: Bool)
    /// Floats of 4 or 8 bytes.
    case float(bytes: Int)
    /// Texts of so many Unicode scalars, the rest zeros.
    case text(scalars: Int)
  }

  let element: Element
  let shape: [Int]
  private let bytes: ArraySlice<UInt8>

  /// Reads the head and checks that the elements are there, to the byte.
  init(_ file: ArraySlice<UInt8>) throws(DecodingError) {
    let header = try NPYHeader(file)
    element = try Self.element(header.type)
    shape = header.shape
    let size =
      switch element {
      case .integer(let bytes, _), .float(let bytes): bytes
      case .text(let scalars): 4 * scalars
      }
    var count = size
    for dimension in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: dimension)
      count = overflows ? .max : product
    }
    let found = file.endIndex - header.start
    guard count == found else {
      throw DecodingError.damage(
        "the array is \(found < count ? "cut short" : "damaged") (its head says \(shapeText(shape)) of type "
          + "\(header.type), \(found) bytes follow)")
    }
    bytes = file[header.start...]
  }

  private static func element(_ type: String) throws(DecodingError) -> Element {
    let order = type.prefix(1)
    let kind = type.dropFirst().prefix(1)
    let size = Int(type.dropFirst(2)) ?? 0
    guard order != ">" || size == 1 else {
      throw DecodingError(
        "the array has the highest byte first (\(type)); save it after .astype(\"<\(type.dropFirst())\")")
    }
    switch (kind, size) {
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8): return .integer(bytes: size, isSigned: false)
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8): return .integer(bytes: size, isSigned: true)
    case ("f", 4), ("f", 8): return .float(bytes: size)
    case ("U", 1...10_000): return .text(scalars: size)
    case ("O", _):
      throw DecodingError(
        "the array holds Python objects, which could run programs and are not read; save numbers or texts")
    default:
      throw DecodingError(
        "the array has elements of type \(type); numbers or texts (uint8, int64, float32, U) are expected")
    }
  }

  /// The number of elements.
  var count: Int { shape.reduce(1, *) }

  /// The bytes of an array of bytes, row by row; nil for other elements.
  var unsignedBytes: ArraySlice<UInt8>? { element == .integer(bytes: 1, isSigned: false) ? bytes : nil }

  /// One element as a float, where it is a number.
  func float(_ index: Int) -> Double? {
    switch element {
    case .integer: integer(index).map(Double.init)
    case .float(bytes: 4): Double(Float(bitPattern: UInt32(truncatingIfNeeded: raw(index, bytes: 4))))
    case .float: Double(bitPattern: raw(index, bytes: 8))
    case .text: nil
    }
  }

  /// One element as a whole number; nil where it is none or does not fit.
  func integer(_ index: Int) -> Int? {
    guard case .integer(let size, let isSigned) = element else { return nil }
    let value = raw(index, bytes: size)
    let unused = 64 - 8 * size
    return isSigned ? Int(Int64(bitPattern: value << unused) >> unused) : Int(exactly: value)
  }

  /// One element as a text; nil where it is none, or no valid one.
  func text(_ index: Int) -> String? {
    guard case .text(let scalars) = element else { return nil }
    var text = ""
    for place in 0..<scalars {
      let value = UInt32(truncatingIfNeeded: raw(index * scalars + place, bytes: 4))
      if value == 0 { break }
      guard let scalar = Unicode.Scalar(value) else { return nil }
      text.unicodeScalars.append(scalar)
    }
    return text
  }

  /// The bits of an element, lowest byte first.
  private func raw(_ index: Int, bytes size: Int) -> UInt64 {
    let first = bytes.startIndex + index * size
    return (0..<size).reduce(0) { $0 | UInt64(bytes[first + $1]) << (8 * UInt64($1)) }
  }
}

/// `60000 x 28 x 28`
func shapeText(_ shape: [Int]) -> String {
  shape.isEmpty ? "a single element" : shape.map(String.init).joined(separator: " x ")
}
