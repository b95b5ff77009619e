#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Names of files as the system gives them, to be put in order before they become strings: comparing strings costs more
/// than reading the folder.
struct NameList {
  /// The names one after the other, each with its zero at the end.
  private var bytes: [CChar] = []
  private var starts: [Int] = []

  /// Adds a name that ends in a zero.
  mutating func append(_ name: UnsafePointer<CChar>) {
    starts.append(bytes.count)
    bytes.append(contentsOf: UnsafeBufferPointer(start: name, count: strlen(name) + 1))
  }

  /// The names in the order of their bytes, which is that of the code points of UTF-8; `String`'s own `<` orders by
  /// canonical equivalence.
  func sorted() -> [String] {
    bytes.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return [] }
      return starts.sorted { strcmp(base + $0, base + $1) < 0 }.map { String(cString: base + $0) }
    }
  }
}
