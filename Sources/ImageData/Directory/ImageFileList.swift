/// Images without classes: what a program is asked to predict.
public struct ImageFileList: Sendable {
  /// The images in the order of the paths; those of a directory in the order of the names.
  public let files: [ImageFile]

  /// Gathers files that were listed before.
  public init(files: [ImageFile]) {
    self.files = files
  }

  /// Lists files, and all images in and below directories.
  ///
  /// A file that is named is taken whatever it is called; whether it can be read is seen when it is loaded.
  ///
  /// - Throws: `ImageDataError` if a directory cannot be read.
  public init(paths: [String]) throws {
    var walk = ImageWalk()
    for path in paths {
      if FileKind(path) == .folder {
        let folder = withoutTrailingSlash(path)
        try walk.walk(folder: folder, relativePath: folder, label: 0)
      } else {
        walk.add(file: path)
      }
    }
    files = walk.files
  }
}
