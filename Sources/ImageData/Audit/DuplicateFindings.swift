/// What groups of equal and of nearly equal images mean: each is told once as what is worst about it, or twice if it lies
/// in several parts of the data and in several classes.
func duplicateFindings(
  _ groups: DuplicateSearch.Groups, _ directories: [AuditedDirectory], _ images: [AuditedImage]
) -> [AuditFinding] {
  func findings(_ group: [Int], isSame: Bool) -> [AuditFinding] {
    let members = group.map { images[$0] }
    let parts = Set(members.map { directories[$0.directory].part })
    let classes = Set(
      members.compactMap { image in
        let names = directories[image.directory].classNames
        return names.isEmpty ? nil : names[image.file.label]
      })
    let likeness = likeness(of: members, isSame: isSame)
    var found: [(AuditFinding.Kind, String)] = []
    if parts.count > 1 {
      found.append((isSame ? .leak : .nearLeak, "\(parts.sorted().joined(separator: ", ")): \(likeness)"))
    }
    if classes.count > 1 {
      found.append(
        (
          isSame ? .conflictingLabels : .nearConflictingLabels,
          "\(classes.sorted().joined(separator: ", ")): \(likeness)"
        ))
    }
    if found.isEmpty { found = [(isSame ? .duplicates : .nearDuplicates, likeness)] }
    return found.map { AuditFinding($0, members.map(\.file.path), $1) }
  }
  return groups.same.flatMap { findings($0, isSame: true) }
    + groups.near.flatMap { findings($0, isSame: false) }
}

private func likeness(of images: [AuditedImage], isSame: Bool) -> String {
  guard isSame else { return "nearly the same pixels" }
  return Set(images.map { $0.facts?.digest }).count == 1 ? "the same bytes" : "the same pixels"
}
