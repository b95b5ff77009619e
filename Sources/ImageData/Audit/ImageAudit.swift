import Parallelism

/// What is wrong with images, found before training.
///
///     let directories = try AuditedDirectory.list(["flowers"])
///     let audit = ImageAudit(directories, executor: team)
///     for finding in audit.findings { print(finding.kind, finding.paths, finding.detail) }
///
/// Every image is decoded to its end once, JPEG at reduced size. The result depends on the files alone, never on the
/// executor; no file makes it fail.
public struct ImageAudit: Sendable {
  /// What was looked at.
  public let directories: [AuditedDirectory]
  /// All images, by directory, then in the order of their names.
  public let images: [AuditedImage]
  /// What was found: the worst kind first; of one kind in the order of the images.
  public let findings: [AuditFinding]

  /// Looks at all images.
  ///
  /// - Parameters:
  ///   - directories: What ``AuditedDirectory/list(_:validation:)`` found.
  ///   - executor: The threads that decode and compare.
  ///   - progress: Called now and then with the number of files done and of all files.
  public init(
    _ directories: [AuditedDirectory], executor: any TaskExecutor, progress: ((Int, Int) -> Void)? = nil
  ) {
    let files = directories.flatMap(\.files)
    let places = directories.enumerated().flatMap { Array(repeating: $0, count: $1.files.count) }
    let results = FilePass(ImageFacts.init).run(files, executor: executor, progress: progress)
    let images = files.indices.map { number in
      let contents: AuditedImage.Contents =
        switch results[number] {
        case .success(let facts): .image(facts)
        case .failure(let error): .damaged(error.reason)
        }
      return AuditedImage(file: files[number], directory: places[number], contents: contents)
    }
    let groups = DuplicateSearch(images: images, executor: executor).run()
    let all =
      directories.flatMap(\.findings) + classFindings(directories, images) + imageFindings(images)
      + duplicateFindings(groups, directories, images)
    self.directories = directories
    self.images = images
    findings = AuditFinding.Kind.allCases.flatMap { kind in all.filter { $0.kind == kind } }
  }
}
