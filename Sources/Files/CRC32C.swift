/// CRC-32C of bytes: the cyclic redundancy check with the Castagnoli polynomial 0x1EDC6F41, reflected, that iSCSI and
/// record files use.
///
/// - Source: RFC 3720, section 12.1 and appendix B.4.
package func crc32c(_ bytes: some Sequence<UInt8>) -> UInt32 {
  ~bytes.reduce(~UInt32(0)) { crc, byte in
    crc >> 8 ^ remainders[Int((crc ^ UInt32(byte)) & 255)]
  }
}

/// What a byte alone leaves as a remainder.
private let remainders: [UInt32] = (0..<256).map { byte in
  (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0x82F6_3B78 }
}
