/// What a random number is for: numbers of different purposes never meet, whatever their counters.
public enum RandomPurpose: UInt32, Sendable, CaseIterable {
  /// The order of the samples in an epoch.
  case shuffle = 1
  /// The random transforms of the images.
  case augmentation = 2
  /// Which elements a dropout layer keeps.
  case dropout = 3
  /// The initial parameters.
  case initializer = 4
  /// The built-in shapes.
  case shapes = 5
  /// Data shared with the scripts that make expected results.
  case reference = 6
  /// Which samples are held back for validation.
  case split = 7
  /// Which images are mixed with which, and how.
  case mixing = 8
  /// The inputs that a model is saved with, for those who check it.
  case golden = 9
}

/// Random numbers as a function of (seed, purpose, stream, position): philox(seed, (a, b, c, purpose << 24 | stream)).
///
/// There is no state, so a number depends on what it is for, not on what was drawn before it nor on a thread.
public struct RandomNumbers: Sendable {
  @usableFromInline let philox: Philox4x32
  @usableFromInline let domain: UInt32

  /// The numbers of one purpose under `seed`; `stream`, below 2^24, is an epoch, a layer, or 0.
  public init(seed: UInt64, purpose: RandomPurpose, stream: UInt32 = 0) {
    precondition(stream < 1 << 24, "a stream is below 2^24, found \(stream)")
    philox = Philox4x32(key: seed)
    domain = purpose.rawValue << 24 | stream
  }

  /// The four words at position (a, b, c).
  @inlinable public func block(_ a: UInt32, _ b: UInt32, _ c: UInt32) -> SIMD4<UInt32> {
    philox(SIMD4(a, b, c, domain))
  }

  /// The words of the blocks (a, b, 0), (a, b, 1), ... one after the other.
  public func sequence(_ a: UInt32, _ b: UInt32) -> RandomSequence {
    RandomSequence(numbers: self, a, b)
  }

  /// The words that belong to a 64-bit number, such as a ``stableHash(_:)``: `sequence(low word, high word)`.
  public func sequence(of identifier: UInt64) -> RandomSequence {
    sequence(UInt32(truncatingIfNeeded: identifier), UInt32(truncatingIfNeeded: identifier >> 32))
  }
}

/// A number of [0, 1): `(word >> 8) * 2^-24`, exact in `Float`.
@inlinable public func uniform(_ word: UInt32) -> Float {
  Float(word >> 8) * 0x1p-24
}
