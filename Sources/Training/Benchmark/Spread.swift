/// The median of some measurements, and how far they lie apart.
package struct Spread: Hashable, Sendable {
  package let median: Double
  package let lowest: Double
  package let highest: Double

  /// Sorts the measurements, of which there is at least one.
  package init(_ values: [Double]) {
    precondition(!values.isEmpty, "a median needs a value")
    let sorted = values.sorted()
    let middle = sorted.count / 2
    median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    lowest = sorted[0]
    highest = sorted[sorted.count - 1]
  }

  /// The measurements in another unit.
  package func map(_ transform: (Double) -> Double) -> Spread {
    Spread([transform(lowest), transform(median), transform(highest)])
  }
}
