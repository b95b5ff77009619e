/// An array of bytes in the IDX format of MNIST: two zeros, the type (8: bytes), the number of dimensions, each dimension
/// as 32 bits with the highest byte first, the elements row by row. The file may be packed by `gzip`.
struct IDXArray {
  let dimensions: [Int]
  let elements: ArraySlice<UInt8>

  /// Reads a file.
  ///
  /// - Parameter rank: The number of dimensions that is expected; none may be 0.
  /// - Throws: `ImageDataError` if the file cannot be read or holds something else.
  init(path: String, rank: Int) throws(ImageDataError) {
    let bytes = try dataFile(path)
    do {
      try self.init(bytes, rank: rank)
    } catch {
      throw .dataFile(path, error)
    }
  }

  /// Reads the header and checks that the elements are there, to the byte.
  init(_ bytes: [UInt8], rank: Int) throws(DecodingError) {
    guard bytes.count >= 4, bytes[0] == 0, bytes[1] == 0 else {
      throw DecodingError.damage(
        "it is no IDX file (such a file begins with two zeros, its type and its dimensions)")
    }
    guard bytes[2] == 8, bytes[3] == rank else {
      throw DecodingError(
        "the IDX file has elements of type \(bytes[2]) in \(bytes[3]) dimensions; bytes (type 8) in \(rank) are expected"
      )
    }
    let first = 4 + 4 * rank
    guard bytes.count >= first else {
      throw DecodingError.damage("the IDX file is cut short (\(bytes.count) bytes)")
    }
    dimensions = (0..<rank).map { dimension in
      (0..<4).reduce(0) { $0 << 8 | Int(bytes[4 + 4 * dimension + $1]) }
    }
    var count = 1
    for dimension in dimensions {
      let (product, overflows) = count.multipliedReportingOverflow(by: dimension)
      count = overflows ? .max : product
    }
    let found = bytes.count - first
    guard count == found, count > 0 else {
      let shape = dimensions.map(String.init).joined(separator: " x ")
      throw DecodingError.damage(
        "the IDX file is \(found < count ? "cut short" : "damaged") (its header says \(shape), \(found) bytes follow)"
      )
    }
    elements = bytes[first...]
  }
}
