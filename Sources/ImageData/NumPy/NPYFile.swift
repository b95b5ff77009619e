/// Arrays as NumPy's `.npy` format holds them, version 1.0.
///
/// - Source: `numpy/lib/format.py`.
public enum NPYFile {
  /// A float32 array, row by row.
  public static func bytes(_ values: [Float], shape: [Int]) -> [UInt8] {
    precondition(
      values.count == shape.reduce(1, *), "\(values.count) values for the shape \(shapeText(shape))")
    return header(type: "<f4", shape: shape) + values.flatMap { littleEndian($0.bitPattern) }
  }

  /// A list of texts, each padded with zeros to the length of the longest.
  public static func bytes(_ texts: [String]) -> [UInt8] {
    let length = max(1, texts.map(\.unicodeScalars.count).max() ?? 0)
    return header(type: "<U\(length)", shape: [texts.count])
      + texts.flatMap { text in
        let scalars = text.unicodeScalars.map(\.value)
        return (scalars + Array(repeating: 0, count: length - scalars.count)).flatMap(littleEndian)
      }
  }

  private static func header(type: String, shape: [Int]) -> [UInt8] {
    let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var text = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sizes)), }"
    // Magic, version and length take 10 bytes; the elements begin at a multiple of 64.
    text += String(repeating: " ", count: 63 - (10 + text.utf8.count) % 64) + "\n"
    let length = text.utf8.count
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8)
  }

  private static func littleEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
