/// The frames of a contact sheet, the worst first.
enum SheetMark: Int, CaseIterable {
  case damaged, leak, conflict, duplicate, odd, turned

  var color: DrawingColor {
    switch self {
    case .damaged: DrawingColor(0xD0021B)
    case .leak: DrawingColor(0xB620E0)
    case .conflict: DrawingColor(0xF57C00)
    case .duplicate: DrawingColor(0xE6B800)
    case .odd: DrawingColor(0x00A19A)
    case .turned: DrawingColor(0x1565C0)
    }
  }

  /// What it means, for the legend.
  var label: String {
    switch self {
    case .damaged: "damaged"
    case .leak: "in two parts"
    case .conflict: "in two classes"
    case .duplicate: "duplicate"
    case .odd: "unusual"
    case .turned: "turned"
    }
  }

  /// The mark of a finding; `nil` for one that is not about single images.
  init?(_ kind: AuditFinding.Kind) {
    switch kind {
    case .damaged: self = .damaged
    case .leak, .nearLeak: self = .leak
    case .conflictingLabels, .nearConflictingLabels: self = .conflict
    case .duplicates, .nearDuplicates: self = .duplicate
    case .blank, .tiny, .misnamed, .animated, .elongated: self = .odd
    case .turned: self = .turned
    case .unreadableFolder, .emptyClass, .onlyOneClass, .unknownClass, .suspiciousFolder, .outsideClasses,
      .singleImage, .missingClass, .imbalance, .ignored:
      return nil
    }
  }

  /// The worst mark of each image that has any.
  static func marks(of audit: ImageAudit) -> [Int: SheetMark] {
    let numbers = Dictionary(
      audit.images.enumerated().map { ($1.file.path, $0) }, uniquingKeysWith: { first, _ in first })
    var marks: [Int: SheetMark] = [:]
    for finding in audit.findings {
      guard let mark = SheetMark(finding.kind) else { continue }
      for number in finding.paths.compactMap({ numbers[$0] }) {
        marks[number] = marks[number].map { $0.rawValue < mark.rawValue ? $0 : mark } ?? mark
      }
    }
    return marks
  }
}
