import Files

/// What can be wrong with images and the directories that hold them.
public enum ImageDataError: ReportableError, Hashable {
  /// A directory that does not exist.
  case missingDirectory(path: String)
  /// Something that is there, but is no directory.
  case notADirectory(path: String)
  /// A directory that the system does not let us list.
  case unreadableDirectory(path: String, reason: String)
  /// A directory without a single class folder.
  case noClassFolders(path: String, imagesDirectlyInside: Int)
  /// Classes that were asked for and have no folder.
  case missingClasses(path: String, missing: [String], found: [String])
  /// Class folders that hold no image.
  case emptyClasses(path: String, classes: [String], otherFiles: Int)
  /// A directory of one class: there is nothing to tell apart.
  case onlyOneClass(path: String, name: String)
  /// Class folders whose names the model does not know.
  case unknownClasses(path: String, found: [String], known: [String])
  /// Images that cannot be used: all of them.
  case badImages(path: String, [BadImage])
  /// Nothing is left once the images that cannot be used are skipped.
  case noUsableImages(path: String, classes: [String], [BadImage])
  /// A file that was named and is not there or cannot be opened.
  case unreadableFile(path: String, reason: String)
  /// One image, named or given in memory, that cannot be used.
  case badImage(BadImage)
  /// A file of a data set, not of one image, that is whole and holds something else than is taken.
  case badDataFile(path: String, reason: String)
  /// A file of a data set, not of one image, of which bytes are missing or wrong.
  case damagedDataFile(path: String, reason: String)
  /// A line of a table of images that says something else than is expected.
  case badTable(path: String, line: Int, reason: String)
  /// Labels in a data set's files that the model does not know.
  case unknownLabels(path: String, found: [String], known: [String])
  /// Classes of validation images that the training images have not.
  case untrainedClasses(path: String, found: [String], known: [String])
  /// More pixels than the memory holds.
  case tooLarge(images: Int, size: ImageSize, channels: Int, bytes: UInt64, memory: UInt64)
  /// A cache file that cannot be written.
  case cannotCache(path: String, problem: String, kind: ErrorKind)
  /// A folder for caches within the data, where its files would be taken for data.
  case cacheInsideData(path: String, data: String)
  /// A file that was an image when all were looked at, and is not what it was.
  case changedFile(path: String, reason: String)
  /// A folder for output that exists and is not empty.
  case directoryNotEmpty(path: String)
  /// A file or folder that could not be made.
  case cannotCreate(path: String, reason: String)
  /// A file that could not be written to its end.
  case cannotWrite(path: String, reason: String)

  /// Which exit code it leads to.
  public var kind: ErrorKind {
    switch self {
    case .missingDirectory, .notADirectory, .unreadableDirectory, .unreadableFile: .missingInput
    case .noClassFolders, .emptyClasses, .onlyOneClass, .unknownClasses, .missingClasses, .badImages,
      .noUsableImages,
      .badImage, .badDataFile, .damagedDataFile, .badTable, .unknownLabels, .untrainedClasses,
      .tooLarge:
      .badData
    case .directoryNotEmpty, .cannotCreate: .cannotCreate
    case .cannotWrite, .changedFile: .inputOutput
    case .cannotCache(_, _, let kind): kind
    case .cacheInsideData: .usage
    }
  }
}

extension ImageDataError {
  /// What is wrong with a data set's file of this path.
  static func dataFile(_ path: String, _ error: DecodingError) -> ImageDataError {
    error.isDamage
      ? .damagedDataFile(path: path, reason: error.reason) : .badDataFile(path: path, reason: error.reason)
  }

  /// The same where the classes are those of the training images, and not of a model.
  ///
  /// Validation images are matched with either; who knows which has the right words.
  public var ofValidation: ImageDataError {
    switch self {
    case .unknownClasses(let path, let found, let known), .unknownLabels(let path, let found, let known):
      .untrainedClasses(path: path, found: found, known: known)
    default: self
    }
  }
}
