import TrainParallel

/// The images that `predict` is given, in the order of the words: files, those of folders, and arrays of NumPy.
struct PredictedImages {
  /// Neighbours that are loaded in the same way.
  private enum Part {
    case files([ImageFile])
    case array(ImageArray)

    var count: Int {
      switch self {
      case .files(let files): files.count
      case .array(let array): array.count
      }
    }
  }

  /// Images that are in memory at the same time.
  private static let chunkSize = 4_096

  private let parts: [Part]
  private let model: LoadedModel
  /// What to tell of arrays: which one an archive's is, and whether its images are resized.
  let notes: [String]

  /// The number of images.
  var count: Int { parts.reduce(0) { $0 + $1.count } }

  /// Lists folders and reads arrays; other files are read when their turn comes.
  ///
  /// - Throws: `ImageDataError` for a folder or an array that cannot be read, or an array that holds no images.
  init(paths: [String], model: LoadedModel) throws {
    var (parts, notes, files): ([Part], [String], [String]) = ([], [], [])
    func addFiles() throws {
      parts.append(.files(try ImageFileList(paths: files).files))
      files = []
    }
    for path in paths {
      guard ImageArray.isNamed(path) else {
        files.append(path)
        continue
      }
      try addFiles()
      let array = try ImageArray(path: path, due: model.size)
      parts.append(.array(array))
      if let note = array.note(for: model.size) { notes.append(note) }
    }
    try addFiles()
    (self.parts, self.notes, self.model) = (parts, notes, model)
  }

  /// Loads the images, some at a time; of those that cannot be used, the data set tells the paths.
  func forEachChunk(
    executor: any TaskExecutor, _ body: (_ paths: [String], _ images: ImageDataset) throws -> Void
  ) throws {
    for part in parts {
      for start in stride(from: 0, to: part.count, by: Self.chunkSize) {
        let range = start..<min(start + Self.chunkSize, part.count)
        switch part {
        case .files(let files):
          let chunk = Array(files[range])
          let images = try ImageDataset.load(
            ImageFileList(files: chunk), classNames: model.file.classNames, size: model.size,
            color: model.color, interpolation: model.interpolation, decoding: model.decoding,
            executor: executor)
          try body(chunk.map(\.path), images)
        case .array(let array):
          let images = try ImageDataset.load(
            array, range, classNames: model.file.classNames, size: model.size, color: model.color,
            interpolation: model.interpolation, decoding: model.decoding)
          try body(range.map(array.path(of:)), images)
        }
      }
    }
  }
}

extension ImageArray {
  /// What is not clear from its path; nil where all is.
  fileprivate func note(for size: ImageSize) -> String? {
    let resizing = self.size == size ? "" : ", resized from \(self.size) to \(size)"
    guard name != nil || !resizing.isEmpty else { return nil }
    return "\(path): \(NumberText.count(count, "image"))" + (name.map { " of the array \($0)" } ?? "")
      + resizing
  }
}
