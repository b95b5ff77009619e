import TrainParallel

/// What an audit found, for people and for programs.
struct AuditReport {
  let audit: ImageAudit
  let findings: [AuditFinding]

  /// The most rows of the table of classes, findings of one kind, and paths of one finding in the text.
  private static let mostClasses = 40
  private static let mostFindings = 5
  private static let mostPaths = 3

  init(_ audit: ImageAudit) {
    self.audit = audit
    findings = audit.findings
  }

  /// The text that people read: counts first, then what was found, the worst first.
  func text(hasColor: Bool) -> String {
    var blocks = [facts]
    if let classes { blocks.insert(classes, at: 0) }
    for severity in AuditFinding.Severity.allCases {
      let kinds = AuditFinding.Kind.allCases.filter { $0.severity == severity }.compactMap(lines)
      guard !kinds.isEmpty else { continue }
      blocks.append([heading(severity, hasColor: hasColor)] + kinds.flatMap { $0 })
    }
    if findings.isEmpty { blocks.append(["Nothing odd was found."]) }
    return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }

  private func heading(_ severity: AuditFinding.Severity, hasColor: Bool) -> String {
    let color = [AuditFinding.Severity.error: 31, .warning: 33, .note: 36][severity] ?? 0
    let text = "\(severity.rawValue)s"
    return hasColor ? "\u{1B}[1;\(color)m\(text)\u{1B}[0m" : text
  }

  // MARK: Counts

  /// The number of images of each class and part; nil where there are no classes.
  private var classes: [String]? {
    let rows = audit.classCounts
    guard !rows.isEmpty else { return nil }
    let sums = audit.parts.indices.map { part in rows.reduce(0) { $0 + $1.counts[part] } }
    var table = [["class"] + audit.parts]
    table += rows.prefix(AuditReport.mostClasses).map { [$0.name] + $0.counts.map(NumberText.grouped) }
    if rows.count > AuditReport.mostClasses {
      let hidden = NumberText.count(rows.count - AuditReport.mostClasses, "more class", "more classes")
      table.append(["... and \(hidden)"] + sums.map { _ in "" })
    }
    return aligned(table + [["all"] + sums.map(NumberText.grouped)])
  }

  /// What the images are.
  private var facts: [String] {
    let facts = audit.images.compactMap(\.facts)
    let damaged = audit.images.count - facts.count
    let bytes = facts.reduce(0) { $0 + $1.byteCount }
    let images =
      NumberText.grouped(facts.count)
      + (damaged > 0 ? ", \(NumberText.count(damaged, "damaged file")) besides" : "")
      + ", \(memory(bytes))"
    guard !facts.isEmpty else { return ["images   \(images)"] }
    let sizes = audit.sizes
    let frequent = sizes.prefix(3).map { "\($0.size) \(NumberText.grouped($0.count))" }
    let ratios = sizes.map { Double($0.size.width) / Double($0.size.height) }
    return [
      "images   \(images)",
      "sizes    \(list(frequent, of: sizes.count)) (height x width)",
      "         height \(range(sizes.map(\.size.height))), width \(range(sizes.map(\.size.width))), "
        + "width / height \(range(ratios))",
      "formats  "
        + audit.formats.map { "\($0.format.rawValue) \(NumberText.grouped($0.count))" }
        .joined(separator: ", "),
      "colors   "
        + audit.colors.map { "\($0.color.rawValue) \(NumberText.grouped($0.count))" }
        .joined(separator: ", "),
    ]
  }

  private func memory(_ bytes: Int) -> String {
    let units = [("GB", 1e9), ("MB", 1e6)]
    let (name, size) = units.first { Double(bytes) >= $0.1 } ?? ("kB", 1e3)
    return "\(NumberText.fixed(Double(bytes) / size, 1)) \(name)"
  }

  private func list(_ shown: [String], of count: Int) -> String {
    shown.joined(separator: ", ")
      + (count > shown.count ? " and \(NumberText.grouped(count - shown.count)) more" : "")
  }

  private func range(_ values: [Int]) -> String {
    let (least, greatest) = (values.min() ?? 0, values.max() ?? 0)
    return least == greatest ? "\(least)" : "\(least) to \(greatest)"
  }

  private func range(_ values: [Double]) -> String {
    let (least, greatest) = (values.min() ?? 0, values.max() ?? 0)
    let texts = [least, greatest].map { NumberText.fixed($0, 2) }
    return texts[0] == texts[1] ? texts[0] : texts.joined(separator: " to ")
  }

  // MARK: Findings

  /// The findings of one kind: how many, what it means, and some of them; nil where there are none.
  private func lines(_ kind: AuditFinding.Kind) -> [String]? {
    let found = findings.filter { $0.kind == kind }
    guard !found.isEmpty else { return nil }
    let head = "  \(NumberText.grouped(found.count)) \(kind.rawValue): \(kind.explanation)"
    let examples = found.prefix(AuditReport.mostFindings).map { finding in
      "    \(paths(finding.paths)): \(finding.detail)"
    }
    let hidden = found.count - examples.count
    return [head] + examples + (hidden > 0 ? ["    ... and \(NumberText.grouped(hidden)) more"] : [])
  }

  private func paths(_ paths: [String]) -> String {
    let shown = paths.prefix(AuditReport.mostPaths)
    let hidden = paths.count - shown.count
    return shown.joined(separator: ", ") + (hidden > 0 ? " and \(NumberText.grouped(hidden)) more" : "")
  }
}
