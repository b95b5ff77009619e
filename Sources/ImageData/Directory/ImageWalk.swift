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

/// True for names that end in `.jpg`, `.jpeg` or `.png`, in any case.
func hasImageExtension(_ name: String) -> Bool {
  let end = name.utf8.suffix(5).map { $0 >= 65 && $0 <= 90 ? $0 | 0x20 : $0 }
  return end.elementsEqual(".jpeg".utf8) || end.suffix(4).elementsEqual(".jpg".utf8)
    || end.suffix(4).elementsEqual(".png".utf8)
}
