import Foundation
import Testing
import TrainParallel

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import train_parallel

struct RunReportTests {
  private static let sections = [
    "curves", "time", "confusion", "classes", "mistakes", "losses", "filters", "augmentation", "model",
    "arguments", "repeat",
  ]

  @Test func `the page is well-formed and loads nothing`() throws {
    for report in [try SampleReports.full(), RunReport(title: "", state: .running, epochCount: 1)] {
      let page = try Page(report.html)
      #expect(page.elements.allSatisfy { $0.name != "script" && $0.name != "iframe" })
      for element in page.elements {
        let allowed = element.name == "a" ? "#" : "data:"
        for name in ["src", "href"] {
          #expect(element.attributes[name]?.hasPrefix(allowed) ?? true, "\(element)")
        }
        #expect(!element.attributes.keys.contains { $0.hasPrefix("on") })
      }
      let places = page.elements.compactMap { $0.attributes["id"] }
      #expect(Set(places).count == places.count)
      for link in page.elements where link.name == "a" {
        #expect(places.contains(String(try #require(link.attributes["href"]).dropFirst())))
      }
      let css = ReportStyle.css.markup
      #expect(!css.contains("url(") && !css.contains("@import"))
    }
  }

  @Test func `names are text`() throws {
    let page = try Page(SampleReports.full().html)
    #expect(page.text.contains(SampleReports.nasty))
    #expect(page.elements.contains { $0.attributes["alt"]?.contains(SampleReports.nasty) ?? false })
    #expect(page.text.contains("runs/\(SampleReports.nasty)"))
  }

  @Test func `every part is there, and absent without its data`() throws {
    let full = try SampleReports.full()
    func sections(_ report: RunReport) throws -> [String] {
      try Page(report.html).elements.filter { $0.name == "section" }.compactMap { $0.attributes["id"] }
    }
    #expect(try sections(full) == Self.sections)
    let changes: [(Set<String>, (inout RunReport) -> Void)] = [
      (["curves", "repeat"], { $0.rows = [] }), (["time"], { $0.phases = [] }),
      (["time"], { $0.phases = [("forward", .nan), ("backward", 0)] }),
      (["confusion", "classes"], { $0.validation = nil }), (["mistakes"], { $0.mistakes = [] }),
      (["losses"], { $0.highestLosses = [] }), (["filters"], { $0.filters = nil }),
      (["filters"], { $0.filters = RunReport.Filters(layer: "conv2d") }),
      (["augmentation"], { $0.augmentationSheet = nil }), (["model"], { $0.model = nil }),
      (["arguments"], { $0.arguments = nil }),
    ]
    for (missing, change) in changes {
      var report = full
      change(&report)
      #expect(try sections(report) == Self.sections.filter { !missing.contains($0) })
    }
  }

  @Test func `only a run that goes on reads itself anew`() throws {
    func refresh(_ state: RunReport.State, seconds: Double) throws -> String? {
      var rows = SampleReports.rows(2)
      rows[1].seconds = seconds
      let page = try Page(RunReport(title: "t", state: state, epochCount: 10, rows: rows).html)
      return page.elements.first { $0.attributes["http-equiv"] == "refresh" }?.attributes["content"]
    }
    #expect(try refresh(.finished, seconds: 5) == nil)
    #expect(try refresh(.stopped("by SIGINT"), seconds: 5) == nil)
    #expect(try refresh(.running, seconds: 5.2) == "5")
    #expect(try refresh(.running, seconds: 0.1) == "2")
    #expect(try refresh(.running, seconds: 1e300) == "60")
    #expect(try refresh(.running, seconds: .nan) == "60")
  }

  @Test(arguments: [
    (RunReport.State.running, "running, epoch 3 of 10"), (.finished, "finished"), (.stopped(""), "stopped"),
    (.stopped("by SIGINT"), "stopped by SIGINT"),
  ])
  func `the state is told`(state: RunReport.State, text: String) throws {
    let page = try Page(RunReport(title: "t", state: state, epochCount: 10, rows: SampleReports.rows(2)).html)
    #expect(page.text.contains(text))
  }

  @Test func `the headline`() throws {
    let page = try Page(SampleReports.full().html)
    // 570 of 600: Wilson's interval, computed by hand.
    #expect(page.text.contains("95.00%"))
    #expect(page.text.contains("95% interval 92.95% to 96.48%: 570 of 600 images, epoch 10"))
    #expect(page.text.contains("of 10, 12 batches each"))
    #expect(page.text.contains("2,900") && page.text.contains("12.5 s"))
    var alone = try SampleReports.full()
    for index in alone.rows.indices {
      alone.rows[index].validationAccuracy = nil
      alone.rows[index].validationLoss = nil
    }
    let text = try Page(alone.html).text
    #expect(text.contains("Training accuracy") && text.contains("100.00%") && !text.contains("95.00%"))
  }

  @Test func `the data of each part`() throws {
    let text = try Page(SampleReports.full().html).text
    for part in [
      "12 of 15 validation images right, 3 wrong", "98.7% sure, loss 4.50",
      "The 4 filters of conv2d", "conv2d (Conv2D)", "6 × 6 × 4", "475 parameters", "data.height",
      "data.source",
      "train-parallel replay", String(repeating: "0a1b2c3d", count: 8), "filed under",
    ] { #expect(text.contains(part), "\(part)") }
    // Two of four seconds.
    #expect(text.contains("50.0%"))
    // Recall 4 of 5 with its interval.
    #expect(text.contains("0.800") && text.contains("0.376 to 0.964"))
  }

  @Test func `labels are suspect only where the model disagrees`() throws {
    var report = try SampleReports.full()
    #expect(
      report.html.contains(">Likely mislabelled</h2>") && report.html.contains("<figure class=\"odd\">"))
    report.highestLosses[0].predictedClass = report.highestLosses[0].givenClass
    #expect(
      report.html.contains(">Highest losses in training</h2>") && report.html.contains("the model agrees"))
    #expect(!report.html.contains("<figure class=\"odd\">"))
  }

  @Test func `cells are shaded by their part of the row`() throws {
    let few = try SampleReports.full().html
    #expect(few.contains("<td class=\"hit\" style=\"--shade:80%\">4</td>"))
    // The root of a fifth.
    #expect(few.contains("<td class=\"miss\" style=\"--shade:45%\">1</td>"))
    #expect(few.contains("<td class=\"none\">0</td>"))
    var more = try SampleReports.full(names: (0..<30).map { "class \($0)" })
    more.model = nil
    #expect(more.html.contains("confusion many") && !more.html.contains("<td class=\"none\">0</td>"))
    #expect(more.html.contains("title=\"class 29\""))
  }

  @Test func `of many classes the pairs and the worst are shown`() throws {
    let names = (0..<120).map { "class \($0)" }
    var report = try SampleReports.full(names: names)
    report.model = nil
    let page = try Page(report.html)
    #expect(page.text.contains("The 30 most frequent of 120 pairs of classes"))
    #expect(page.text.contains("The 100 of 120 classes with the lowest recall are listed"))
    #expect(!page.text.contains("Confusion matrix"))
  }

  @Test func `numbers that are none break nothing`() throws {
    var report = try SampleReports.full(epochs: 4)
    report.rows[1].loss = .nan
    report.rows[2].validationLoss = .infinity
    report.rows[3].imagesPerSecond = .nan
    report.rows[3].learningRate = .nan
    report.rows[0].validationAccuracy = 2
    report.arguments = "no JSON <"
    let page = try Page(report.html)
    #expect(page.text.contains("no JSON <"))
    for path in page.elements where path.name == "path" {
      #expect(path.attributes["d"]?.contains("n") == false)
    }
  }

  /// A page that is written after each epoch must not grow with the square of their number.
  @Test func `of many epochs a part is drawn`() throws {
    let rows = RunReport.thinned(SampleReports.rows(12_345))
    #expect(rows.count <= 500 && rows.count > 400)
    #expect(rows.last?.epoch == 12_345)
    #expect(RunReport.thinned(SampleReports.rows(500)).count == 500)
    let report = RunReport(title: "t", state: .running, epochCount: 20_000, rows: SampleReports.rows(12_345))
    #expect(report.html.utf8.count < 200_000)
  }
}

/// A page as a strict parser of XML sees it.
private final class Page: NSObject, XMLParserDelegate {
  struct Element {
    let name: String
    let attributes: [String: String]
  }

  private(set) var elements: [Element] = []
  /// All text, each run of white space as one space.
  private(set) var text = ""

  /// - Throws: What is wrong with a page that is not well-formed.
  init(_ html: String) throws {
    super.init()
    let parser = XMLParser(data: Data(html.utf8))
    parser.delegate = self
    guard parser.parse() else {
      throw parser.parserError ?? CocoaError(.fileReadCorruptFile)
    }
    text = text.split { $0.isWhitespace }.joined(separator: " ")
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    elements.append(Element(name: name, attributes: attributes))
    // Blocks part words, pieces of a line do not.
    if !["b", "bdi", "strong", "code", "i", "span"].contains(name) { text += " " }
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) {
    text += characters
  }
}
