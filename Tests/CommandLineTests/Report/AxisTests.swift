import Foundation
import Testing

@testable import train_parallel

struct AxisTests {
  @Test(
    arguments: [
      ([0.02, 0.87], true, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      ([0.912, 0.998], false, ["0.90", "0.92", "0.94", "0.96", "0.98", "1.00"]),
      ([0, 11_700], true, ["0", "5,000", "10,000", "15,000"]),
      ([0.001, 0.001], true, ["0.0000", "0.0002", "0.0004", "0.0006", "0.0008", "0.0010"]),
      ([1, 1], false, ["0.90", "0.92", "0.94", "0.96", "0.98", "1.00"]),
      ([0, 0], true, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      ([], true, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
      ([-3, 4], false, ["-4", "-2", "0", "2", "4"]),
    ] as [([Double], Bool, [String])])
  func `ticks are round`(values: [Double], includesZero: Bool, labels: [String]) {
    let axis = Axis(covering: values, includesZero: includesZero)
    #expect(axis.labels == labels)
    #expect(axis.ticks.count == labels.count)
    for value in values { #expect(axis.range.contains(value)) }
  }

  /// Whatever the values are, nothing overflows and there are few ticks.
  @Test(arguments: [
    [1e-300, 2e-300], [1e99, -1e99], [1e300], [.nan, 1], [.infinity, -.infinity], [5e-324],
    [1e17, 1e17 + 16],
    [1, 1 + 1e-15], [1e-12, 3e-12], [0.1 + 0.2, 0.3],
  ])
  func `any values`(values: [Double]) {
    for includesZero in [false, true] {
      let axis = Axis(covering: values, includesZero: includesZero)
      #expect((2...12).contains(axis.ticks.count))
      #expect(axis.range.lowerBound < axis.range.upperBound)
      for value in values where Axis.canShow(value) {
        #expect(axis.range.contains(value))
        #expect((0...1).contains(axis.position(of: value)))
      }
    }
  }

  @Test func `positions`() {
    let axis = Axis(covering: [0, 10])
    #expect(axis.position(of: 0) == 0)
    #expect(axis.position(of: 10) == 1)
    #expect(axis.position(of: 5) == 0.5)
  }

  @Test(arguments: [
    (1, 1, ["1"]), (1, 2, ["1", "2"]), (1, 10, ["2", "4", "6", "8", "10"]),
    (1, 100, ["20", "40", "60", "80", "100"]),
    (1, 3_000, ["500", "1,000", "1,500", "2,000", "2,500", "3,000"]),
  ])
  func `epochs are whole numbers`(first: Int, last: Int, labels: [String]) {
    let axis = Axis(from: first, through: last)
    #expect(axis.labels == labels)
    let ends = (axis.position(of: Double(first)), axis.position(of: Double(last)))
    #expect(first == last ? ends == (0.5, 0.5) : ends == (0, 1))
  }

  @Test func `no epoch is too late`() {
    let axis = Axis(from: 1, through: .max)
    #expect((2...8).contains(axis.ticks.count))
    #expect(Axis(from: 5, through: 3).labels == ["5"])
  }

  @Test func `powers of ten`() {
    let axis = Axis(logarithmic: [0.001, 0.00003])
    #expect(axis.labels == ["1e-5", "1e-4", "0.001"])
    #expect(axis.isLogarithmic)
    let position = axis.position(of: 1e-4)
    #expect(abs(position - 0.5) < 1e-12)
    #expect(axis.position(of: -1) == 0 && axis.position(of: .nan) == 0)
    #expect(Axis(logarithmic: [1e-20, 1]).labels.count <= 7)
    #expect(Axis(logarithmic: [0.01, 0.01]).range.lowerBound < 0.02)
  }
}
