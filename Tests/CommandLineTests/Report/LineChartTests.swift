import Foundation
import Testing

@testable import train_parallel

struct LineChartTests {
  private func chart(_ values: [Double?], epochs: [Int]? = nil) -> LineChart {
    LineChart(
      title: "Loss", epochs: epochs ?? Array(1...values.count),
      curves: [.init(name: "training", color: 1, values: values)],
      axis: Axis(covering: values.compactMap { $0 }, includesZero: true), text: { NumberText.fixed($0, 2) })
  }

  private func path(_ chart: LineChart) throws -> Substring {
    try #require(chart.html.markup.firstMatch(of: /<path d="([^"]*)"/)).1
  }

  /// The plot is 442 x 196 units from (66, 18): 1 is its top, 0 its bottom.
  @Test func `a curve runs from epoch to epoch`() throws {
    #expect(try path(chart([1, 0.5, 0])) == "M66 18L287 116L508 214")
  }

  @Test func `what is no number leaves a gap`() throws {
    #expect(try path(chart([1, nil, 1, .nan, 1, 1])) == "M66 18M242.8 18M419.6 18L508 18")
    #expect(try path(chart([.infinity, nil])) == "")
  }

  @Test func `one epoch is a point in the middle`() throws {
    let html = chart([1]).html.markup
    #expect(html.contains("<circle cx=\"287\" cy=\"18\""))
    #expect(html.contains("epoch 1: training 1.00"))
  }

  @Test func `axes, legend and mark`() throws {
    var chart = chart([1, 0.25])
    chart.mark = (2, "best")
    let html = chart.html.markup
    for text in [
      "<strong>Loss</strong>", ">epoch</text>", ">0.6</text>", "training <b>0.25</b>", ">best</text>",
    ] {
      #expect(html.contains(text), "\(text)")
    }
    #expect(html.contains("aria-label=\"Loss by epoch: training 0.25 at the end\""))
  }

  @Test func `many points are not pointed at`() {
    let many = chart((0..<500).map { Double($0) })
    #expect(!many.html.markup.contains("<circle"))
  }
}
