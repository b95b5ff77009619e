import Foundation

/// The random words of one position, one after the other, for loops that want "the next number".
///
/// A value: copies go their own ways, and the same position always starts the same sequence.
public struct RandomSequence: Sendable {
  private let numbers: RandomNumbers
  private let a: UInt32
  private let b: UInt32
  private var position: UInt32 = 0
  private var block = SIMD4<UInt32>()

  init(numbers: RandomNumbers, _ a: UInt32, _ b: UInt32) {
    self.numbers = numbers
    self.a = a
    self.b = b
  }

  /// The next 32 random bits.
  public mutating func next() -> UInt32 {
    if position % 4 == 0 { block = numbers.block(a, b, position / 4) }
    defer { position += 1 }
    return block[Int(position % 4)]
  }

  /// The next number of [0, 1), a multiple of 2^-24 (one word).
  public mutating func nextUniform() -> Float {
    uniform(next())
  }

  /// The next number of `range`, lower + (upper - lower) * word * 2^-32 (one word).
  public mutating func nextUniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * (Double(next()) * 0x1p-32)
  }

  /// The next number of 0 ..< `count`, each equally likely.
  ///
  /// The high half of word * count, with the few words rejected that would favour some numbers.
  /// Lemire, "Fast random integer generation in an interval", 2019.
  public mutating func nextIndex(below count: Int) -> Int {
    precondition(count > 0 && count <= UInt32.max, "a count is from 1 to 2^32 - 1, found \(count)")
    let bound = UInt32(count)
    let threshold = (0 &- bound) % bound
    while true {
      let product = next().multipliedFullWidth(by: bound)
      if product.low >= threshold { return Int(product.high) }
    }
  }

  /// The next number of the normal distribution of mean 0 and standard deviation 1 (two words).
  ///
  /// Box and Muller, 1958: sqrt(-2 ln u) cos(2 pi v).
  public mutating func nextNormal() -> Double {
    let u = (Double(next()) + 1) * 0x1p-32
    let v = Double(next()) * 0x1p-32
    return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
  }
}
