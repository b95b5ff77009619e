import CZlib

/// The CRC-32 of some bytes, as zlib computes it: it finds every change of up to 32 neighbouring bits, and any other
/// with a probability of 1 − 2⁻³².
func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
  var value = crc32(0, nil, 0)
  var rest = bytes
  while !rest.isEmpty {
    // zlib counts in 32 bits.
    let count = min(rest.count, 1 << 30)
    value = crc32(value, rest.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(count))
    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
  }
  return UInt32(truncatingIfNeeded: value)
}
