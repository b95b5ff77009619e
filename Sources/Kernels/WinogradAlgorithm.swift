/// A minimal algorithm F(m × m, r × r): a tile of m × m outputs of a convolution with r × r taps, from (m + r − 1)²
/// products instead of m² · r².
public enum WinogradAlgorithm: Sendable {
  /// F(2 × 2, 3 × 3): 16 products instead of 36.
  case twoByThree
  /// F(2 × 2, 4 × 4): 25 products instead of 64.
  case twoByFour
  /// F(4 × 4, 3 × 3): 36 products instead of 144.
  case fourByThree

  /// m, the height and width of a tile.
  @inlinable public var outputs: Int {
    switch self {
    case .twoByThree, .twoByFour: 2
    case .fourByThree: 4
    }
  }

  /// r, the height and width of the kernel.
  @inlinable public var taps: Int {
    switch self {
    case .twoByThree, .fourByThree: 3
    case .twoByFour: 4
    }
  }

  /// m + r − 1, the height and width of what a tile reads.
  @inlinable public var reach: Int { outputs &+ taps &- 1 }

  /// (m + r − 1)², the products of a tile.
  @inlinable public var points: Int { reach &* reach }

  /// The floats of the room that the kernels need for what is transformed in one direction.
  @inlinable public var half: Int { 16 &* points }
}
