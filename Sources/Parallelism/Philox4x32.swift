/// Philox4x32-10: a keyed bijection of 128-bit counters whose values pass every known test of randomness.
///
/// It holds no state: the numbers of any counter can be computed at any time, on any thread, in any order.
/// Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11.
public struct Philox4x32: Sendable {
  @usableFromInline let key: SIMD2<UInt32>

  /// The function with key words (low word, high word) of `key`.
  public init(key: UInt64) {
    self.key = SIMD2(UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32))
  }

  /// The four random words of `counter`.
  @inlinable public func callAsFunction(_ counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
    var (x0, x1, x2, x3) = (counter.x, counter.y, counter.z, counter.w)
    var (k0, k1) = (key.x, key.y)
    for _ in 0..<10 {
      let p0 = (0xD251_1F53 as UInt32).multipliedFullWidth(by: x0)
      let p1 = (0xCD9E_8D57 as UInt32).multipliedFullWidth(by: x2)
      (x0, x1, x2, x3) = (p1.high ^ x1 ^ k0, p1.low, p0.high ^ x3 ^ k1, p0.low)
      k0 &+= 0x9E37_79B9  // the golden ratio
      k1 &+= 0xBB67_AE85  // the square root of three, less one
    }
    return SIMD4(x0, x1, x2, x3)
  }
}
