import TrainParallel

extension AuditReport {
  /// The objects that programs read, one a line: all counts, then every finding.
  var jsonLines: [String] {
    [counts.description] + findings.map { json($0).description }
  }

  private var counts: JSON {
    let facts = audit.images.compactMap(\.facts)
    let parts = audit.parts
    return .object([
      ("type", "audit"),
      (
        "directories",
        .array(
          audit.directories.map { directory in
            .object([
              ("path", .string(directory.path)), ("part", .string(directory.part)),
              ("files", .integer(directory.files.count)),
            ])
          })
      ),
      ("images", .integer(facts.count)), ("damaged", .integer(audit.images.count - facts.count)),
      ("bytes", .integer(facts.reduce(0) { $0 + $1.byteCount })),
      (
        "classes",
        .array(
          audit.classCounts.map { row in
            .object([
              ("name", .string(row.name)),
              ("images", .object(zip(parts, row.counts).map { ($0, .integer($1)) })),
            ])
          })
      ),
      (
        "sizes",
        .array(
          audit.sizes.map { row in
            .object([
              ("height", .integer(row.size.height)), ("width", .integer(row.size.width)),
              ("images", .integer(row.count)),
            ])
          })
      ),
      ("formats", .object(audit.formats.map { ($0.format.rawValue, .integer($0.count)) })),
      ("colors", .object(audit.colors.map { ($0.color.rawValue, .integer($0.count)) })),
      (
        "findings",
        .object(
          AuditFinding.Kind.allCases.map { kind in
            (kind.rawValue, .integer(findings.count { $0.kind == kind }))
          })
      ),
    ])
  }

  private func json(_ finding: AuditFinding) -> JSON {
    .object([
      ("type", "finding"), ("finding", .string(finding.kind.rawValue)),
      ("severity", .string(finding.kind.severity.rawValue)),
      ("paths", .array(finding.paths.map(JSON.string))), ("detail", .string(finding.detail)),
    ])
  }
}
