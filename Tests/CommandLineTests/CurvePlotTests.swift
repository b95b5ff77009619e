import Testing

@testable import train_parallel

struct CurvePlotTests {
  private func rows(_ losses: [Double], validation: [Double?]? = nil) -> [MetricsRow] {
    losses.enumerated().map { index, loss in
      let held = validation?[index]
      return MetricsRow(
        epoch: index + 1, loss: loss, accuracy: 1 - loss / 2, validationLoss: held,
        validationAccuracy: held.map { 1 - $0 / 2 }, learningRate: 0.001, imagesPerSecond: 1, seconds: 1,
        weightsSHA256: "")
    }
  }

  /// The text without colors.
  private func bare(_ text: String) -> String {
    text.replacing("\u{1B}[36m", with: "").replacing("\u{1B}[33m", with: "").replacing("\u{1B}[0m", with: "")
  }

  @Test func `a line in ASCII`() {
    let plot = CurvePlot(rows([1, 0.75, 0.5, 0.25, 0], validation: [nil, nil, nil, nil, nil]))
    let lines = plot.text(width: 80, hasColor: false, isUTF8: false)?.split(separator: "\n") ?? []
    #expect(lines.count == 9)
    #expect(lines[0].hasPrefix("  loss ") && lines[0].contains("accuracy"))
    #expect(lines[1].hasPrefix("1.0000 |*") && lines[6].hasPrefix("0.0000 | "))
    #expect(lines[7].contains("epoch 1") && lines[7].hasSuffix("5"))
    #expect(lines[8] == "* training")
    // Each column of the falling loss has its mark in one row, from the first to the last.
    let picture = lines[1...6].map { Array($0.dropFirst(8).prefix(30)) }
    for column in 0..<30 { #expect(picture.count { $0[column] == "*" } == 1) }
    #expect(picture[5][29] == "*" && picture[0][0] == "*")
  }

  @Test func `marks, dashes or colors tell the curves apart`() throws {
    let plot = CurvePlot(rows([1, 0.5, 0.2], validation: [0.9, 0.6, 0.6]))
    let ascii = try #require(plot.text(width: 80, hasColor: false, isUTF8: false))
    #expect(ascii.contains("*") && ascii.contains("o") && ascii.hasSuffix("# both"))
    #expect(ascii.utf8.allSatisfy { $0 < 0x80 && $0 != 0x1B })
    let dashed = try #require(plot.text(width: 80, hasColor: false, isUTF8: true))
    #expect(dashed.hasSuffix("⠒⠒⠒ training  ⠒ ⠒ validation"))
    let colored = try #require(plot.text(width: 80, hasColor: true, isUTF8: true))
    #expect(colored.contains("\u{1B}[36m") && colored.contains("\u{1B}[33m"))
    #expect(colored.hasSuffix("\u{1B}[33m⠒⠒⠒\u{1B}[0m validation"))
    // A line never ends in a color.
    for line in colored.split(separator: "\n") where line.contains("\u{1B}") {
      #expect(line.split(separator: "\u{1B}").last?.hasPrefix("[0m") == true)
    }
    #expect(
      !CurvePlot(rows([1, 0.5])).text(width: 80, hasColor: false, isUTF8: true)!.contains("validation"))
  }

  @Test func `no line is longer than the terminal, there are at most ten`() {
    let plot = CurvePlot(rows([2, 1, 0.5, 0.4, 0.3], validation: [1, 1.5, 0.9, 0.8, 0.9]))
    for width in 0...220 {
      for (hasColor, isUTF8) in [(false, false), (false, true), (true, true), (true, false)] {
        guard let text = plot.text(width: width, hasColor: hasColor, isUTF8: isUTF8) else {
          #expect(width < 35)
          continue
        }
        let lines = bare(text).split(separator: "\n")
        #expect(lines.count <= 10)
        #expect(lines.allSatisfy { $0.count < width })
      }
    }
    #expect(plot.text(width: nil, hasColor: false, isUTF8: false) != nil)
  }

  @Test func `fewer than two epochs are no curve`() {
    #expect(CurvePlot([]).text(width: 80, hasColor: false, isUTF8: false) == nil)
    #expect(CurvePlot(rows([1])).text(width: 80, hasColor: false, isUTF8: false) == nil)
  }

  @Test func `level, very many, infinite and missing values are no danger`() throws {
    let level = try #require(CurvePlot(rows([0.5, 0.5])).text(width: 80, hasColor: false, isUTF8: false))
    #expect(level.split(separator: "\n").contains { $0.hasPrefix("0.5000 |******") })
    let many = rows((0..<2000).map { $0 == 1000 ? 9 : 1 / Double($0 + 1) })
    #expect(CurvePlot(many).text(width: 80, hasColor: false, isUTF8: true)?.contains("9.0000") == true)
    let odd: [[Double]] = [
      [.infinity, 1, 2], [.nan, .nan, .nan], [-1e308, 1e308, 0], [1e300, 2e300, 3e300],
    ]
    for values in odd {
      let text = CurvePlot(rows(values, validation: [nil, 0.5, nil])).text(
        width: 80, hasColor: true, isUTF8: true)
      #expect(text?.contains("loss") ?? true)
    }
  }

  /// A single high epoch among many is seen: a column shows all epochs that fall into it.
  @Test func `a spike is not lost`() throws {
    let spike = rows((0..<500).map { $0 == 251 ? 1 : 0 })
    let text = try #require(CurvePlot(spike).text(width: 80, hasColor: false, isUTF8: false))
    let top = text.split(separator: "\n")[1].dropFirst(8).prefix(30)
    #expect(top.count { $0 == "*" } == 1)
  }
}
