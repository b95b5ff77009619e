/// Some measurements that belong together, in a file of their own.
protocol BenchmarkGroup: SendableMetatype {
  /// How it is called on the command line.
  static var name: String { get }
  /// What it measures, in one line.
  static var summary: String { get }
  /// The options that it takes, besides those of every group.
  static var options: Set<String> { get }
  /// Checks, measures, and prints.
  static func run(_ settings: Settings) throws
}
