/// Collects the images of folders and their sub-folders, in the order of the names.
struct ImageWalk {
  private(set) var files: [ImageFile] = []
  private(set) var ignoredFiles = 0

  /// Adds the images of one folder: its own first, then those of each folder in it. Links to folders inside of a class
  /// are not followed, as in Keras: they may lead back.
  mutating func walk(folder: String, relativePath: String, label: Int) throws(ImageDataError) {
    let listing = try listing(folder, followsLinks: false)
    ignoredFiles += listing.others
    for name in listing.files {
      if hasImageExtension(name) {
        files.append(
          ImageFile(path: folder + "/" + name, relativePath: relativePath + "/" + name, label: label))
      } else {
        ignoredFiles += 1
      }
    }
    for name in listing.folders {
      try walk(folder: folder + "/" + name, relativePath: relativePath + "/" + name, label: label)
    }
  }

  /// Adds a file that was named, whatever its extension.
  mutating func add(file path: String) {
    files.append(ImageFile(path: path, relativePath: path, label: 0))
  }
}
