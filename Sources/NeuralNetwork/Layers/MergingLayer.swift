import LinearAlgebra

/// A layer that makes one output of two or more inputs.
public protocol MergingLayer: Layer {}

extension MergingLayer {
  /// Keras notes its inputs.
  public static var isBuiltFromInput: Bool { true }

  /// Two or more.
  public var takesSeveralInputs: Bool { true }

  /// Refuses its only input.
  public func outputShape(for input: Shape) throws(ModelError) -> Shape {
    throw cannotTake(input, because: "it is its only input, expected two or more")
  }

  /// Refuses fewer than two inputs.
  func requireSeveral(_ inputs: [Shape]) throws(ModelError) {
    guard inputs.count < 2 else { return }
    _ = try outputShape(for: inputs.first ?? [])
  }
}
