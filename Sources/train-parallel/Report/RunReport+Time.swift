import TrainParallel

extension RunReport {
  /// A bar of the run's time by what it was spent on, and the same as a table; nil where nothing was measured.
  var timeSection: ReportSection? {
    let phases = phases.filter { $0.seconds.isFinite && $0.seconds > 0 }
    let total = phases.reduce(0) { $0 + $1.seconds }
    guard total > 0 else { return nil }
    // Seven colors; an eighth part would begin with the first again.
    let parts = phases.enumerated().map { (color: $0 % 7 + 1, name: $1.name, seconds: $1.seconds) }
    let bar = parts.map { part -> HTML in
      let share = Self.percent(part.seconds / total, digits: 1)
      let width = NumberText.fixed(part.seconds / total * 1000, 1)
      return """
        <span class="c\(part.color)" style="flex-grow:\(width)" title="\(part.name): \(share)"></span>
        """
    }
    let rows = parts.map { part -> HTML in
      """
      <th scope="row"><i class="c\(part.color)"></i>\(part.name)</th>\
      \(HTML.number(NumberText.fixed(part.seconds, 2)))\(HTML.number(Self.percent(part.seconds / total, digits: 1)))
      """
    }
    let head = HTML.heads(["work"], numbers: ["seconds", "share"])
    let text = parts.map { "\($0.name) \(Self.percent($0.seconds / total, digits: 1))" }
    return ReportSection(
      id: "time", title: "Where time went",
      body: """
        <div class="bar" role="img" aria-label="\(text.joined(separator: ", "))">\(bar)</div>
        \(HTML.table("Where time went", class: "fit", head: head, rows: rows))
        """)
  }
}
