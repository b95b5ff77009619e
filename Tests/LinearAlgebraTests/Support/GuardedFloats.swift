import LinearAlgebra

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#endif

/// Floats in memory between two zones that nobody may write to.
final class GuardedFloats {
  /// What memory holds before a kernel writes to it; no result of any test.
  static let poison: Float = 666.666
  /// Longer than the longest vector.
  private static let zone = 64

  let count: Int
  /// The first float behind the zone.
  let start: UnsafeMutablePointer<Float>

  /// Poisoned floats.
  init(_ count: Int) {
    self.count = count
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: count + 2 * Self.zone)
    memory.initialize(repeating: Self.poison, count: count + 2 * Self.zone)
    start = memory + Self.zone
  }

  /// Floats that are functions of their places.
  convenience init(_ count: Int, _ value: (Int) -> Float) {
    self.init(count)
    for i in 0..<count { start[i] = value(i) }
  }

  /// The same floats as in an array.
  convenience init(_ values: [Float]) {
    self.init(values.count)
    start.update(from: values, count: values.count)
  }

  deinit { (start - Self.zone).deallocate() }

  subscript(index: Int) -> Float {
    get { start[index] }
    set { start[index] = newValue }
  }

  /// The floats between the zones.
  var values: [Float] { Array(UnsafeBufferPointer(start: start, count: count)) }

  /// Whether the zones are as they were.
  var isGuarded: Bool {
    (-Self.zone..<0).allSatisfy { start[$0] == Self.poison }
      && (count..<count + Self.zone).allSatisfy { start[$0] == Self.poison }
  }

  /// Whether the zones are as they were, and the floats between them have the bits of others.
  func holds(_ expected: [Float]) -> Bool { isGuarded && haveEqualBits(values, expected) }
}

/// Whether two arrays hold the same bits.
func haveEqualBits(_ a: [Float], _ b: [Float]) -> Bool {
  a.count == b.count && memcmp(a, b, a.count * MemoryLayout<Float>.stride) == 0
}
