import CZlib

@testable import ImageData

/// An IDX file of bytes.
func idx(_ dimensions: [Int], _ elements: [UInt8], type: UInt8 = 8) -> [UInt8] {
  [0, 0, type, UInt8(dimensions.count)]
    + dimensions.flatMap { dimension in
      (0..<4).map { UInt8(truncatingIfNeeded: dimension >> (24 - 8 * $0)) }
    } + elements
}

/// Bytes as `gzip` packs them.
func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
  try deflated(bytes, windowBits: 15 + 16)
}

/// Bytes as zlib packs them: for 15 bits of window its own header, 16 more for that of gzip.
func deflated(_ bytes: [UInt8], windowBits: Int32) throws -> [UInt8] {
  var stream = z_stream()
  let code = deflateInit2_(
    &stream, 9, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  guard code == Z_OK else { throw TestFailure("zlib's code \(code)") }
  defer { deflateEnd(&stream) }
  var (source, packed) = (bytes, [UInt8](repeating: 0, count: bytes.count + 1_000))
  let (sourceCount, packedCount) = (UInt32(source.count), UInt32(packed.count))
  return try source.withUnsafeMutableBufferPointer { source in
    try packed.withUnsafeMutableBufferPointer { packed in
      stream.next_in = source.baseAddress
      stream.avail_in = sourceCount
      stream.next_out = packed.baseAddress
      stream.avail_out = packedCount
      guard deflate(&stream, Z_FINISH) == Z_STREAM_END else { throw TestFailure("not packed") }
      return Array(packed.prefix(packed.count - Int(stream.avail_out)))
    }
  }
}

/// Records of CIFAR: labels, then 32 x 32 bytes of each color.
func cifar(_ labels: [[UInt8]], salt: Int = 0) -> [UInt8] {
  labels.enumerated().flatMap { index, labels in
    let pixels = testPixels(height: 32, width: 32, channels: 3, salt: salt + index)
    let planes = (0..<3).flatMap { channel in
      stride(from: channel, to: pixels.count, by: 3).map { pixels[$0] }
    }
    return labels + planes
  }
}
