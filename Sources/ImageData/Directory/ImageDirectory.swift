/// A directory of images with a folder for each class, listed but not opened.
///
///     flowers/daisy/1.jpg
///     flowers/daisy/field/2.png
///     flowers/rose/1.jpg
///
/// Every folder directly inside is a class; images are the files in it and in its sub-folders whose names end as
/// ``ImageFile/extensions`` lists. Names that begin with a dot are passed over. Order is that of the code points of the names, as in
/// Keras: `10` before `2`, `B` before `a`.
public struct ImageDirectory: Sendable {
  /// The directory.
  public let path: String
  /// The name of each label: the folders' names in order, or the names given.
  public let classNames: [String]
  /// All images, by class folder, then folder by folder.
  public let files: [ImageFile]
  /// How many files of the class folders are no images by their name, hidden ones not counted.
  public let ignoredFiles: Int
  /// The folders that are none of the classes asked for.
  public let ignoredFolders: [String]

  /// Lists a directory.
  ///
  /// - Parameters:
  ///   - path: The directory.
  ///   - classNames: The classes of a model, if its labels are to be used: folders are matched by name, some may be
  ///     missing, none may be new.
  ///   - classes: The folders that are taken, in the order of their labels; others are passed over. `nil` for all.
  ///   - followsLinks: Whether links to folders inside of a class are followed, each folder once.
  /// - Throws: `ImageDataError` if the directory or a folder cannot be read, if there are no class folders, only one (and
  ///   no `classNames`), a class without images, one that `classNames` does not know, or one of `classes` is not there.
  public init(
    path: String, classNames: [String]? = nil, classes: [String]? = nil, followsLinks: Bool = false
  ) throws {
    let path = withoutTrailingSlash(path)
    let top = try ImageDirectory.list(path)
    guard !top.folders.isEmpty else {
      throw ImageDataError.noClassFolders(
        path: path, imagesDirectlyInside: top.files.count { hasImageExtension($0) })
    }
    let folders = classes ?? top.folders
    let missing = folders.filter { !top.folders.contains($0) }
    guard missing.isEmpty else {
      throw ImageDataError.missingClasses(path: path, missing: missing, found: top.folders)
    }
    let labels = Dictionary(
      (classNames ?? folders).enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let unknown = folders.filter { labels[$0] == nil }
    guard unknown.isEmpty else {
      throw ImageDataError.unknownClasses(path: path, found: unknown, known: classNames ?? [])
    }
    var walk = ImageWalk(followsLinks: followsLinks)
    var empty: [String] = []
    var otherFiles = 0
    for (index, folder) in folders.enumerated() {
      let found = walk.files.count
      let ignored = walk.ignoredFiles
      let label = classNames == nil ? index : labels[folder] ?? index
      try walk.walk(folder: path + "/" + folder, relativePath: folder, label: label)
      if walk.files.count == found {
        empty.append(folder)
        otherFiles += walk.ignoredFiles - ignored
      }
    }
    guard empty.isEmpty else {
      throw ImageDataError.emptyClasses(path: path, classes: empty, otherFiles: otherFiles)
    }
    if classNames == nil, folders.count == 1 {
      throw ImageDataError.onlyOneClass(path: path, name: folders[0])
    }
    self.path = path
    self.classNames = classNames ?? folders
    files = walk.files
    ignoredFiles = walk.ignoredFiles
    ignoredFolders = top.folders.filter { !folders.contains($0) }
  }

  /// Files that were listed in another way.
  init(path: String, classNames: [String], files: [ImageFile]) {
    (self.path, self.classNames, self.files) = (path, classNames, files)
    (ignoredFiles, ignoredFolders) = (0, [])
  }

  /// Finds the parts of a directory that was split beforehand.
  ///
  /// If there is a folder `train` that itself holds folders (and no images of its own: then it is a class of that
  /// name), it is the training part, and the first of `validation`, `val`, `test` beside it the validation part.
  ///
  /// - Returns: The two directories; the one given and `nil` if it is not split.
  /// - Throws: `ImageDataError` if the directory cannot be read.
  public static func trainingAndValidation(
    in path: String
  ) throws -> (training: String, validation: String?) {
    let path = withoutTrailingSlash(path)
    let folders = try list(path).folders
    guard folders.contains("train") else { return (path, nil) }
    let inside = try list(path + "/train")
    guard !inside.folders.isEmpty, !inside.files.contains(where: hasImageExtension) else {
      return (path, nil)
    }
    let validation = ["validation", "val", "test"].first(where: folders.contains)
    return (path + "/train", validation.map { path + "/" + $0 })
  }

  /// Lists the top of a directory, or says why it cannot.
  private static func list(_ path: String) throws(ImageDataError) -> FolderListing {
    switch FileKind(path) {
    case nil: throw .missingDirectory(path: path)
    case .folder: break
    default: throw .notADirectory(path: path)
    }
    return try listing(path, followsLinks: true)
  }
}

/// Lists a folder that is known to be there.
func listing(_ path: String, followsLinks: Bool) throws(ImageDataError) -> FolderListing {
  do {
    return try FolderListing(path, followsLinks: followsLinks)
  } catch {
    throw .unreadableDirectory(path: path, reason: error.description)
  }
}

/// The path without slashes at its end; the root stays.
func withoutTrailingSlash(_ path: String) -> String {
  var path = path
  while path.count > 1, path.hasSuffix("/") { path.removeLast() }
  return path
}
