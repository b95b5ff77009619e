/// What two classifiers made of the same samples.
public struct PairedOutcomes: Sendable, Hashable {
  /// Samples that both got right.
  public private(set) var bothRight = 0
  /// Samples that only the first got right.
  public private(set) var onlyFirst = 0
  /// Samples that only the second got right.
  public private(set) var onlySecond = 0
  /// Samples that neither got right.
  public private(set) var bothWrong = 0

  /// Nothing so far.
  public init() {}

  /// Counts a sample.
  public mutating func add(firstIsRight: Bool, secondIsRight: Bool) {
    switch (firstIsRight, secondIsRight) {
    case (true, true): bothRight += 1
    case (true, false): onlyFirst += 1
    case (false, true): onlySecond += 1
    case (false, false): bothWrong += 1
    }
  }

  /// The number of samples.
  public var count: Int { bothRight + onlyFirst + onlySecond + bothWrong }

  /// Whether the difference may be chance.
  public var test: McNemarTest { McNemarTest(onlyFirst: onlyFirst, onlySecond: onlySecond) }

  /// How much more often the second is right.
  ///
  /// - Precondition: There are samples.
  public var difference: PairedDifference {
    PairedDifference(
      bothRight: bothRight, onlyFirst: onlyFirst, onlySecond: onlySecond, bothWrong: bothWrong)
  }
}
