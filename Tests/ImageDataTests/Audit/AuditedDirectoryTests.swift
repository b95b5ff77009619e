import Foundation
import Testing

@testable import ImageData

@Suite struct AuditedDirectoryTests {
  private let image = png(height: 8, width: 8)

  /// The kinds and the paths below the folder, in the order of the findings.
  private func found(_ directories: [AuditedDirectory], in folder: TemporaryFolder) -> [String] {
    directories.flatMap(\.findings).map { finding in
      let paths = finding.paths.map { $0.dropFirst(folder.path.count + 1) }
      return "\(finding.kind.rawValue) \(paths.joined(separator: " "))"
    }
  }

  @Test func classesAreFoldersAndLabelsNumberThem() throws {
    let folder = try TemporaryFolder()
    for name in ["b/2.png", "b/1.png", "a/1.png", "a/deep/3.JPG"] { try folder.write(image, name) }
    let directories = try AuditedDirectory.list([folder.path + "/"])
    #expect(directories.count == 1)
    #expect(directories[0].path == folder.path && directories[0].part == "training")
    #expect(directories[0].classNames == ["a", "b"])
    #expect(directories[0].files.map(\.relativePath) == ["a/1.png", "a/deep/3.JPG", "b/1.png", "b/2.png"])
    #expect(directories[0].files.map(\.label) == [0, 0, 1, 1])
    #expect(directories[0].findings.isEmpty)
    #expect(directories[0].files == (try ImageDirectory(path: folder.path)).files)
  }

  @Test func imagesWithoutClassesAreTaken() throws {
    let folder = try TemporaryFolder()
    try folder.write(image, "2.png")
    try folder.write(image, "1.png")
    let directory = try #require(try AuditedDirectory.list([folder.path]).first)
    #expect(directory.classNames.isEmpty)
    #expect(directory.files.map(\.relativePath) == ["1.png", "2.png"])
  }

  @Test func everyPartOfASplitDirectoryIsListed() throws {
    let folder = try TemporaryFolder()
    for part in ["train", "validation", "test", "extra"] {
      try folder.write(image, part + "/a/1.png")
      try folder.write(image, part + "/a/2.png")
    }
    try folder.write(image, "stray.png")
    let other = try TemporaryFolder()
    try other.write(image, "a/1.png")
    try other.write(image, "a/2.png")
    let directories = try AuditedDirectory.list([folder.path], validation: other.path)
    #expect(directories.map(\.part) == ["training", "validation", "test", "validation"])
    #expect(
      directories.map(\.path) == ["train", "validation", "test"].map { folder.path + "/" + $0 } + [other.path]
    )
    #expect(found(directories, in: folder) == ["ignored extra", "outside_classes stray.png"])
    let again = try AuditedDirectory.list(
      [folder.path, folder.path + "/train/"], validation: folder.path + "/./test")
    #expect(again.map(\.part) == ["training", "validation", "test"])
  }

  /// One image in the wrong place, and the folders train and validation are classes, as training sees it too.
  @Test func aTrainingPartThatIsTakenForAClassIsTold() throws {
    let folder = try TemporaryFolder()
    for name in [
      "train/a/1.png", "train/b/1.png", "train/stray.png", "validation/a/1.png", "validation/b/1.png",
    ] {
      try folder.write(image, name)
    }
    let directory = try #require(try AuditedDirectory.list([folder.path]).first)
    #expect(directory.classNames == ["train", "validation"])
    let last = try #require(directory.findings.last)
    #expect(last.kind == .suspiciousFolder && last.paths == [folder.path + "/train"])
    #expect(last.detail.contains("(1, such as stray.png): move them into a class"))
    // A train with pictures of trains is a class.
    try FileManager.default.removeItem(atPath: folder.path + "/train/a")
    try FileManager.default.removeItem(atPath: folder.path + "/train/b")
    let trains = try AuditedDirectory.list([folder.path])
    #expect(!trains.flatMap(\.findings).contains { $0.detail.contains("move them") })
  }

  @Test func whatTrainingPassesOverIsTold() throws {
    let folder = try TemporaryFolder()
    for name in [
      "a/1.png", "a/2.png", "a/notes.txt", "a/.hidden.png", "b/1.png", "b/2.png", "3.png", "labels.csv",
    ] {
      try folder.write(image, name)
    }
    try folder.makeFolder(".cache")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/a/link", withDestinationPath: folder.path + "/b")
    #expect(mkfifo(folder.path + "/b/pipe.png", 0o600) == 0)
    let directories = try AuditedDirectory.list([folder.path])
    #expect(
      found(directories, in: folder) == [
        "ignored .cache", "ignored labels.csv", "outside_classes 3.png", "ignored a/.hidden.png",
        "ignored a/link",
        "ignored a/notes.txt", "ignored b/pipe.png",
      ])
    let reasons = directories[0].findings.filter { $0.kind == .ignored }.map(\.detail)
    #expect(reasons[2] == "a hidden name" && reasons[4] == "a name without the ending of an image")
    #expect(reasons[3].contains("link to a folder") && reasons[5] == "neither a file nor a folder")
    #expect(directories[0].files.count == 4)
  }

  @Test func classesThatTrainingWouldRefuseAreFindings() throws {
    let folder = try TemporaryFolder()
    for name in ["a/1.png", "a/2.png", "b/1.png", "d/1.png", "d/train/2.png"] {
      try folder.write(image, name)
    }
    try folder.makeFolder("c/sub")
    #expect(
      found(try AuditedDirectory.list([folder.path]), in: folder) == [
        "single_image b", "empty_class c", "suspicious_folder d/train",
      ])
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func foldersThatCannotBeReadAreFindings() throws {
    let folder = try TemporaryFolder()
    for name in ["a/1.png", "a/2.png", "b/1.png"] { try folder.write(image, name) }
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.path + "/b")
    let directories = try AuditedDirectory.list([folder.path])
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path + "/b")
    #expect(found(directories, in: folder) == ["unreadable_folder b", "empty_class b"])
  }

  @Test func whatIsNoDirectoryIsAnError() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(image, "a/1.png")
    let missing = folder.path + "/no"
    #expect(throws: ImageDataError.missingDirectory(path: missing)) { try AuditedDirectory.list([missing]) }
    #expect(throws: ImageDataError.notADirectory(path: file)) { try AuditedDirectory.list([file]) }
    #expect(throws: ImageDataError.missingDirectory(path: missing)) {
      try AuditedDirectory.list([folder.path], validation: missing)
    }
  }
}
