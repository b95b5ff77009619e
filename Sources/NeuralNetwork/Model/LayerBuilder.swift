/// Collects the layers that a closure lists, one a line; `if` and `for` work as usual.
@resultBuilder
public enum LayerBuilder {
  /// One layer.
  public static func buildExpression(_ layer: some Layer) -> [any Layer] { [layer] }

  /// Layers made elsewhere.
  public static func buildExpression(_ layers: [any Layer]) -> [any Layer] { layers }

  /// All lines in order.
  public static func buildBlock(_ parts: [any Layer]...) -> [any Layer] { parts.flatMap { $0 } }

  /// The layers of a loop.
  public static func buildArray(_ parts: [[any Layer]]) -> [any Layer] { parts.flatMap { $0 } }

  /// The layers of an `if` without `else`.
  public static func buildOptional(_ part: [any Layer]?) -> [any Layer] { part ?? [] }

  /// The layers of the first branch.
  public static func buildEither(first part: [any Layer]) -> [any Layer] { part }

  /// The layers of the second branch.
  public static func buildEither(second part: [any Layer]) -> [any Layer] { part }
}
