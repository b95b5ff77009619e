import Foundation

/// What is odd about the names of class folders, found without looking inside.
func suspiciousClassNames(_ names: [String], in directory: String) -> [AuditFinding] {
  var findings: [AuditFinding] = []
  func note(_ names: [String], _ detail: String) {
    findings.append(AuditFinding(.suspiciousFolder, names.map { directory + "/" + $0 }, detail))
  }
  for name in names {
    if isProgramsFolder(name) {
      note([name], "the name of a folder that programs make, and a class all the same")
    } else if name != name.trimmingCharacters(in: .whitespacesAndNewlines) {
      note([name], "the name \"\(name)\" begins or ends with white space")
    } else if isNamedLikeAPart(name) {
      note([name], "a class named like a part of the data: is the directory one level too high?")
    }
  }
  let alike = Dictionary(grouping: names, by: foldedName).values.filter { $0.count > 1 }
  for names in alike.sorted(by: { $0[0] < $1[0] }) {
    let quoted = names.map { "\"\($0)\"" }.joined(separator: ", ")
    note(names, "\(quoted) differ only by case, white space or the marks of a copy: one class or more?")
  }
  return findings
}

/// True for the names under which splits of data are kept.
func isNamedLikeAPart(_ name: String) -> Bool {
  ["train", "training", "val", "valid", "validation", "test", "testing"].contains(name.lowercased())
}

/// True for the names of folders that archivers, file managers and storage systems leave behind.
private func isProgramsFolder(_ name: String) -> Bool {
  name.hasPrefix("__") || name.hasPrefix("@") || name.hasPrefix("#") || name.hasPrefix("$")
    || name.hasPrefix("~") || name.hasSuffix("~")
    || ["lost+found", "system volume information", "thumbs", "thumbnails"].contains(name.lowercased())
}

/// The name without what people do not look at: case, accents' encoding, white space, `_` and `-`, and the mark of a copy
/// (`cat copy`, `cat (2)`).
private func foldedName(_ name: String) -> String {
  var name = name.precomposedStringWithCanonicalMapping.lowercased()
  if let copy = name.range(of: #"[\s_-]+copy$|\s*\([0-9]+\)$"#, options: .regularExpression),
    copy.lowerBound > name.startIndex
  {
    name.removeSubrange(copy)
  }
  return String(name.filter { !$0.isWhitespace && $0 != "_" && $0 != "-" })
}
