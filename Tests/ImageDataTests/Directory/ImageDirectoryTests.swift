import Foundation
import Testing

@testable import ImageData

@Suite struct ImageDirectoryTests {
  private let image = png(height: 8, width: 8)

  private func error(_ path: String, classNames: [String]? = nil) throws -> ImageDataError {
    try #require(throws: ImageDataError.self) { try ImageDirectory(path: path, classNames: classNames) }
  }

  @Test func classesAndFilesAreInTheOrderOfTheirNames() throws {
    let folder = try TemporaryFolder()
    for name in [
      "b/2.png", "b/10.PNG", "b/sub/1.jpeg", "b/.hidden.png", "b/Thumbs.db", "B/x.JPG", "10/a.jpg", "2/a.jpg",
      ".git/a.png", "b/sub/deep/0.png", "2/notes.txt", "é/a.png",
    ] {
      try folder.write(image, name)
    }
    let directory = try ImageDirectory(path: folder.path + "/")
    #expect(directory.path == folder.path)
    #expect(directory.classNames == ["10", "2", "B", "b", "é"])
    #expect(
      directory.files.map(\.relativePath) == [
        "10/a.jpg", "2/a.jpg", "B/x.JPG", "b/10.PNG", "b/2.png", "b/sub/1.jpeg", "b/sub/deep/0.png",
        "é/a.png",
      ])
    #expect(directory.files.map(\.label) == [0, 1, 2, 3, 3, 3, 3, 4])
    #expect(directory.files.allSatisfy { $0.path == folder.path + "/" + $0.relativePath })
    #expect(directory.ignoredFiles == 2)
  }

  @Test func aFolderNamedLikeAnImageIsAFolder() throws {
    let folder = try TemporaryFolder()
    for name in ["a/1.png", "b/2.png/inside.png", "b/3.png"] { try folder.write(image, name) }
    let directory = try ImageDirectory(path: folder.path)
    #expect(directory.files.map(\.relativePath) == ["a/1.png", "b/3.png", "b/2.png/inside.png"])
  }

  @Test func linksToFilesAndClassesCountAndLoopsDoNot() throws {
    let folder = try TemporaryFolder()
    for name in ["data/a/1.png", "data/b/2.png", "elsewhere/3.png"] { try folder.write(image, name) }
    let manager = FileManager.default
    try manager.createSymbolicLink(
      atPath: folder.path + "/data/c", withDestinationPath: folder.path + "/elsewhere")
    try manager.createSymbolicLink(
      atPath: folder.path + "/data/a/again", withDestinationPath: folder.path + "/data")
    try manager.createSymbolicLink(
      atPath: folder.path + "/data/b/4.png", withDestinationPath: folder.path + "/elsewhere/3.png")
    try manager.createSymbolicLink(atPath: folder.path + "/data/b/5.png", withDestinationPath: "/nowhere")
    let directory = try ImageDirectory(path: folder.path + "/data")
    #expect(directory.files.map(\.relativePath) == ["a/1.png", "b/2.png", "b/4.png", "b/5.png", "c/3.png"])
    #expect(directory.ignoredFiles == 0)
  }

  @Test func classesOfAModelAreMatchedByName() throws {
    let folder = try TemporaryFolder()
    for name in ["cat/1.png", "dog/1.png"] { try folder.write(image, name) }
    let directory = try ImageDirectory(path: folder.path, classNames: ["dog", "bird", "cat"])
    #expect(directory.classNames == ["dog", "bird", "cat"])
    #expect(directory.files.map(\.label) == [2, 0])
    let unknown = try error(folder.path, classNames: ["dog", "bird"])
    #expect(unknown == .unknownClasses(path: folder.path, found: ["cat"], known: ["dog", "bird"]))
    #expect(unknown.kind == .badData)
    #expect(unknown.description.contains("\"cat\"") && unknown.description.contains("\"bird\""))
  }

  @Test func whatIsNoDirectoryIsSaid() throws {
    let folder = try TemporaryFolder()
    let missing = folder.path + "/missing"
    #expect(try error(missing) == .missingDirectory(path: missing))
    let file = try folder.write(image, "file.png")
    #expect(try error(file) == .notADirectory(path: file))
    #expect(try error(file).kind == .missingInput)
  }

  @Test func directoriesWithoutClassesAreSaid() throws {
    let folder = try TemporaryFolder()
    #expect(try error(folder.path) == .noClassFolders(path: folder.path, imagesDirectlyInside: 0))
    try folder.write(image, "1.png")
    try folder.write(image, "2.png")
    #expect(try error(folder.path) == .noClassFolders(path: folder.path, imagesDirectlyInside: 2))
    #expect(try error(folder.path).description.contains("2 images but no folders"))
  }

  @Test func classesWithoutImagesAreNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write(image, "a/1.png")
    try folder.write([1], "c/notes.txt")
    try folder.makeFolder("b/sub")
    let empty = try error(folder.path)
    #expect(empty == .emptyClasses(path: folder.path, classes: ["b", "c"], otherFiles: 1))
    #expect(empty.description.contains("\"b\", \"c\"") && empty.description.contains(".png"))
  }

  @Test func oneClassIsNotEnoughUnlessAModelKnowsTheOthers() throws {
    let folder = try TemporaryFolder()
    try folder.write(image, "only/1.png")
    #expect(try error(folder.path) == .onlyOneClass(path: folder.path, name: "only"))
    #expect(try ImageDirectory(path: folder.path, classNames: ["other", "only"]).files.map(\.label) == [1])
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func unreadableFoldersAreNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write(image, "a/1.png")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.path)
    let unreadable = try error(folder.path)
    #expect(unreadable == .unreadableDirectory(path: folder.path, reason: "Permission denied"))
    #expect(unreadable.kind == .missingInput)
  }

  @Test func partsAreFoundByThemselves() throws {
    let folder = try TemporaryFolder()
    func parts() throws -> [String?] {
      let parts = try ImageDirectory.trainingAndValidation(in: folder.path + "/")
      return [parts.training, parts.validation]
    }
    try folder.write(image, "other/1.png")
    #expect(try parts() == [folder.path, nil])
    try folder.write(image, "train/a/1.png")
    #expect(try parts() == [folder.path + "/train", nil])
    try folder.write(image, "test/a/1.png")
    #expect(try parts() == [folder.path + "/train", folder.path + "/test"])
    try folder.makeFolder("validation")
    #expect(try parts() == [folder.path + "/train", folder.path + "/validation"])
    // A train with images of its own is a picture of a train.
    try folder.write(image, "train/1.png")
    #expect(try parts() == [folder.path, nil])
    #expect(throws: ImageDataError.missingDirectory(path: folder.path + "/no")) {
      try ImageDirectory.trainingAndValidation(in: folder.path + "/no")
    }
  }

  /// Keras' `classes`: only these folders, in this order.
  @Test func classesAreChosen() throws {
    let folder = try TemporaryFolder()
    for name in ["a/1.png", "b/1.png", "c/1.png", "d/notes.txt"] { try folder.write(image, name) }
    let directory = try ImageDirectory(path: folder.path, classes: ["c", "a"])
    #expect(directory.classNames == ["c", "a"])
    #expect(directory.files.map(\.relativePath) == ["c/1.png", "a/1.png"])
    #expect(directory.files.map(\.label) == [0, 1])
    #expect(directory.ignoredFolders == ["b", "d"])
    #expect(
      throws: ImageDataError.missingClasses(path: folder.path, missing: ["x"], found: ["a", "b", "c", "d"])
    ) {
      try ImageDirectory(path: folder.path, classes: ["a", "x"])
    }
    // A model's labels are kept where only some of its classes are taken.
    let known = try ImageDirectory(path: folder.path, classNames: ["a", "b", "c"], classes: ["c"])
    #expect(known.classNames == ["a", "b", "c"] && known.files.map(\.label) == [2])
  }

  /// Links to folders inside of a class are followed on demand, and once: they may lead back.
  @Test func linksAreFollowedOnDemand() throws {
    let folder = try TemporaryFolder()
    for name in ["a/1.png", "b/1.png", "elsewhere/2.png"] { try folder.write(image, name) }
    let files = FileManager.default
    try files.createSymbolicLink(
      atPath: folder.path + "/b/link", withDestinationPath: folder.path + "/elsewhere")
    try files.createSymbolicLink(atPath: folder.path + "/b/loop", withDestinationPath: folder.path + "/b")
    let classes = ["a", "b"]
    let plain = try ImageDirectory(path: folder.path, classes: classes)
    #expect(plain.files.map(\.relativePath) == ["a/1.png", "b/1.png"])
    let followed = try ImageDirectory(path: folder.path, classes: classes, followsLinks: true)
    #expect(followed.files.map(\.relativePath) == ["a/1.png", "b/1.png", "b/link/2.png"])
  }
}
