import Files

/// Collects the images of folders and their sub-folders, in the order of the names.
struct ImageWalk {
  private(set) var files: [ImageFile] = []
  private(set) var ignoredFiles = 0
  private let followsLinks: Bool
  /// The folders that were walked, by device and number: links may lead back.
  private var walked: Set<FileIdentity> = []

  init(followsLinks: Bool = false) {
    self.followsLinks = followsLinks
  }

  /// Adds the images of one folder: its own first, then those of each folder in it. Links to folders inside of a class
  /// are followed if that is asked for, as in Keras; a folder that was walked already is passed over.
  mutating func walk(folder: String, relativePath: String, label: Int) throws(ImageDataError) {
    if followsLinks, let identity = FileIdentity(path: folder) {
      guard walked.insert(identity).inserted else { return }
    }
    let listing = try listing(folder, followsLinks: followsLinks)
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
