import TrainParallel

extension ImageDirectory {
  /// The classes that the directory has images of; where the classes are a model's, some may have none.
  var classesWithImages: [String] {
    let labels = Set(files.map(\.label))
    return classNames.indices.filter(labels.contains).map { classNames[$0] }
  }

  /// What to tell of the folders that are none of the classes asked for; nil where all are.
  var ignoredFoldersNote: String? {
    guard !ignoredFolders.isEmpty else { return nil }
    return
      "\(path): \(NumberText.count(ignoredFolders.count, "folder")) left aside: \(firstNames(ignoredFolders))"
  }

  /// What to tell of the classes that have no images; nil where all have some.
  var missingClassesNote: String? {
    let present = Set(classesWithImages)
    let missing = classNames.filter { !present.contains($0) }
    guard !missing.isEmpty else { return nil }
    return "\(path): no images of \(NumberText.grouped(missing.count)) of the "
      + "\(NumberText.count(classNames.count, "class", "classes")): \(firstNames(missing))"
  }

  /// The first five of some names, in quotes.
  private func firstNames(_ names: [String]) -> String {
    (names.prefix(5).map { "\"\($0)\"" } + (names.count > 5 ? ["..."] : [])).joined(separator: ", ")
  }
}
