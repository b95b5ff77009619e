/// What the check found of one tensor: a parameter, or the input.
public struct TensorCheck: Sendable, Hashable {
  /// Whether the computed gradients are right.
  public enum Verdict: String, Sendable {
    /// All agree.
    case right = "ok"
    /// All are 0, computed and numerical ones: right, but nothing reaches the tensor.
    case zero
    /// Some do not agree.
    case wrong = "WRONG"
  }

  /// The layer, such as `conv2d_1 (Conv2D)`.
  public let layer: String
  /// The tensor within the layer: `kernel`.
  public let tensor: String
  /// The elements of the tensor.
  public let elementCount: Int
  /// Those whose gradient was taken by differences.
  public let checkedCount: Int
  /// Those of them at which the loss has a kink; they are left out.
  public let kinkCount: Int
  /// The numerical gradients against those of the plain network in `Double`: the largest difference over the largest
  /// gradient; nil where every entry is a kink.
  public let numericalError: Double?
  /// The engine's gradients against those of the plain network, all elements; nil where the engine has none: of the input
  /// and of what is not trained.
  public let engineError: Double?
  /// The sum of the gradients of shards of one sample against that of one shard, all elements.
  public let shardError: Double?
  /// Whether every gradient is 0.
  public let isZero: Bool

  /// What numerical gradients may differ by: rounding of the loss, 1e-16 / 1e-7, over gradients a thousandth of the largest.
  public static let numericalTolerance = 1e-4
  /// What gradients in `Float` may differ by: sums of some ten thousand products, each rounded to 2^-24, and the choice
  /// between two nearly equal pixels of a pooling.
  public static let engineTolerance = 1e-3
  /// What two orders of the same sum in `Float` may differ by.
  public static let shardTolerance = 1e-4

  /// What it comes to.
  public var verdict: Verdict {
    let errors = [
      (numericalError, Self.numericalTolerance), (engineError, Self.engineTolerance),
      (shardError, Self.shardTolerance),
    ]
    // Not a number is wrong, too.
    if errors.contains(where: { error, tolerance in error.map { !($0 <= tolerance) } ?? false }) {
      return .wrong
    }
    return isZero ? .zero : .right
  }
}
