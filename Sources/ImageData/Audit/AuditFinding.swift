/// One thing that an audit found: files or folders, and what is the matter with them.
public struct AuditFinding: Hashable, Sendable {
  /// What is the matter.
  public let kind: Kind
  /// The files or folders: one, or all of a group of duplicates.
  public let paths: [String]
  /// What was found, in words.
  public let detail: String

  init(_ kind: Kind, _ paths: [String], _ detail: String) {
    self.kind = kind
    self.paths = paths
    self.detail = detail
  }

  /// How much a finding matters.
  public enum Severity: String, Sendable, CaseIterable {
    /// Training or evaluation stops at it, or its figures are worth nothing.
    case error
    /// It is wrong most of the time.
    case warning
    /// It is good to know.
    case note
  }

  /// What can be the matter, the worst first. The raw values are the names in JSON.
  public enum Kind: String, Sendable, CaseIterable {
    case damaged
    case unreadableFolder = "unreadable_folder"
    case emptyClass = "empty_class"
    case onlyOneClass = "only_one_class"
    case unknownClass = "unknown_class"
    case leak
    case conflictingLabels = "conflicting_labels"
    case nearLeak = "near_leak"
    case nearConflictingLabels = "near_conflicting_labels"
    case suspiciousFolder = "suspicious_folder"
    case outsideClasses = "outside_classes"
    case singleImage = "single_image"
    case missingClass = "missing_class"
    case duplicates
    case nearDuplicates = "near_duplicates"
    case blank
    case tiny
    case misnamed
    case animated
    case imbalance
    case elongated
    case turned
    case ignored
  }
}

extension AuditFinding.Kind {
  /// How much it matters.
  public var severity: AuditFinding.Severity {
    switch self {
    case .damaged, .unreadableFolder, .emptyClass, .onlyOneClass, .unknownClass, .leak, .conflictingLabels:
      .error
    case .nearLeak, .nearConflictingLabels, .suspiciousFolder, .outsideClasses, .singleImage, .missingClass,
      .duplicates, .nearDuplicates, .blank, .tiny:
      .warning
    case .misnamed, .animated, .imbalance, .elongated, .turned, .ignored: .note
    }
  }

  /// What it means and what to do, in one line.
  public var explanation: String {
    switch self {
    case .damaged: "files that cannot be used: training stops; repair, remove, or --on-bad-image skip"
    case .unreadableFolder: "folders that cannot be read: check their permissions"
    case .emptyClass: "class folders without images: training stops; add some or remove the folder"
    case .onlyOneClass: "one class alone: there is nothing to tell apart"
    case .unknownClass: "classes that training does not have: a model cannot predict them"
    case .leak: "the same image in two parts of the data: validation then measures memory"
    case .conflictingLabels: "the same image in two classes: one of the labels is wrong"
    case .nearLeak: "nearly the same image in two parts of the data; simple drawings may be alike by chance"
    case .nearConflictingLabels: "nearly the same image in two classes"
    case .suspiciousFolder: "folders that may not be what they seem"
    case .outsideClasses: "images outside of the class folders: training does not see them"
    case .singleImage: "classes of one image: nothing is left to validate with"
    case .missingClass: "classes that training has and a part to validate or test with has not"
    case .duplicates: "the same image more than once"
    case .nearDuplicates: "nearly the same image more than once"
    case .blank: "images of hardly more than one color"
    case .tiny: "very small images"
    case .misnamed: "names that end like another format; the content counts, other programs may fail"
    case .animated: "animations: only the first frame is used"
    case .imbalance: "classes of very different size: see --class-weight and --balance"
    case .elongated: "very long images: resizing to a common size distorts them"
    case .turned: "photos stored lying: turned upright here, other programs may not"
    case .ignored: "files that training does not look at"
    }
  }
}
