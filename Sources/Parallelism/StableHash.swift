/// FNV-1a of the UTF-8 bytes in 64 bits: names a parameter or a sample in the counter of a random number.
///
/// The same on every machine and in every run, which `Hasher` is not.
public func stableHash(_ text: String) -> UInt64 {
  var hash: UInt64 = 0xcbf2_9ce4_8422_2325
  for byte in text.utf8 {
    hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
  }
  return hash
}
