/// What is the matter with the classes: with their number, their sizes, and from part to part of the data.
func classFindings(_ directories: [AuditedDirectory], _ images: [AuditedImage]) -> [AuditFinding] {
  let training = directories.filter { $0.part == AuditedDirectory.trainingPart && !$0.classNames.isEmpty }
  guard !training.isEmpty else { return [] }
  let known = unique(training.flatMap(\.classNames))
  var findings: [AuditFinding] = []
  if known.count == 1 {
    findings.append(
      AuditFinding(.onlyOneClass, [training[0].path + "/" + known[0]], "the only folder is \"\(known[0])\""))
  }
  for directory in directories
  where directory.part != AuditedDirectory.trainingPart && !directory.classNames.isEmpty {
    let own = Set(directory.classNames)
    for name in directory.classNames where !known.contains(name) {
      findings.append(
        AuditFinding(
          .unknownClass, [directory.path + "/" + name], "in \(directory.part), not in \(training[0].path)"))
    }
    for name in known where !own.contains(name) {
      findings.append(
        AuditFinding(.missingClass, [directory.path], "no folder \"\(name)\" in \(directory.part)"))
    }
  }
  return findings + imbalance(training, known, images, directories)
}

/// How many times as large as the smallest class the largest one is where that is worth a finding.
private let imbalanceWorthNoting = 5

private func imbalance(
  _ training: [AuditedDirectory], _ known: [String], _ images: [AuditedImage],
  _ directories: [AuditedDirectory]
) -> [AuditFinding] {
  var counts: [String: Int] = [:]
  for image in images where image.facts != nil {
    let directory = directories[image.directory]
    guard directory.part == AuditedDirectory.trainingPart, !directory.classNames.isEmpty else { continue }
    counts[directory.classNames[image.file.label], default: 0] += 1
  }
  // Classes without a usable image have findings of their own.
  let present = known.filter { counts[$0] != nil }
  guard let largest = present.max(by: { counts[$0, default: 0] < counts[$1, default: 0] }),
    let smallest = present.min(by: { counts[$0, default: 0] < counts[$1, default: 0] }),
    let most = counts[largest], let least = counts[smallest], most >= imbalanceWorthNoting * least
  else { return [] }
  return [
    AuditFinding(
      .imbalance, [training[0].path],
      "\"\(largest)\" has \(most) images, \"\(smallest)\" \(least): \(most / least) times as many")
  ]
}

/// The names without repetitions, in their order.
private func unique(_ names: [String]) -> [String] {
  var seen: Set<String> = []
  return names.filter { seen.insert($0).inserted }
}
