/// The arrays of a data set as NumPy saves them: `x_train` and `y_train`, and `x_test` and `y_test` where they are there, as
/// Keras' data sets have them; or `x` and `y`.
struct NumPyFiles {
  /// Where the arrays are.
  enum Place {
    /// The path of an `.npz` file.
    case archive(String)
    /// A folder with an `.npy` file for each.
    case folder(String)
  }

  let place: Place

  /// The names of images and labels, among the names of the arrays that there are; nil for none.
  static func names(of part: DatasetFiles.Part, among known: some Collection<String>) -> (
    images: String, labels: String
  )? {
    let pairs = part == .training ? [("x_train", "y_train"), ("x", "y")] : [("x_test", "y_test")]
    return pairs.first { known.contains($0.0) && known.contains($0.1) }.map { (images: $0.0, labels: $0.1) }
  }

  /// The names of the arrays in an archive.
  ///
  /// - Throws: `ImageDataError` for a file that cannot be read or is no archive of arrays.
  static func arrayNames(inArchive path: String) throws(ImageDataError) -> [String] {
    try arrayNames(of: archive(path))
  }

  /// The names of the arrays in an open archive.
  static func arrayNames(of archive: ZipArchive) -> [String] {
    archive.names.filter { $0.hasSuffix(".npy") }.map { String($0.dropLast(4)) }
  }

  /// Reads the images and labels of a part.
  ///
  /// - Throws: `ImageDataError` where one is not there, damaged, or where both do not fit together.
  func images(of part: DatasetFiles.Part) throws(ImageDataError) -> NumPyImages {
    switch place {
    case .archive(let path):
      let archive = try Self.archive(path)
      let known = Self.arrayNames(of: archive)
      guard let names = Self.names(of: part, among: known) else {
        throw Self.missing(path, part, known)
      }
      return try Self.blaming(path) { () throws(DecodingError) in
        try NumPyImages(
          images: Self.array(names.images, in: archive), labels: Self.array(names.labels, in: archive))
      }
    case .folder(let path):
      let known = ["x_train", "y_train", "x_test", "y_test", "x", "y"].filter {
        FileKind("\(path)/\($0).npy") != nil
      }
      guard let names = Self.names(of: part, among: known) else { throw Self.missing(path, part, known) }
      func array(_ name: String) throws(ImageDataError) -> NPYArray {
        let file = "\(path)/\(name).npy"
        let bytes = try dataFile(file)
        return try Self.blaming(file) { () throws(DecodingError) in try NPYArray(bytes[...]) }
      }
      let (images, labels) = (try array(names.images), try array(names.labels))
      return try Self.blaming("\(path)/\(names.images).npy") { () throws(DecodingError) in
        try NumPyImages(images: images, labels: labels)
      }
    }
  }

  /// Reads an array of an archive.
  static func array(_ name: String, in archive: ZipArchive) throws(DecodingError) -> NPYArray {
    guard let bytes = try archive.contents(of: name + ".npy") else {
      throw DecodingError("\(name) is missing")
    }
    do throws(DecodingError) {
      return try NPYArray(bytes)
    } catch {
      throw error.of(name)
    }
  }

  /// Opens an archive.
  static func archive(_ path: String) throws(ImageDataError) -> ZipArchive {
    let bytes = try dataFile(path)
    return try blaming(path) { () throws(DecodingError) in try ZipArchive(bytes) }
  }

  /// Adds the path of the file to what is wrong with it.
  static func blaming<Result>(
    _ path: String, _ body: () throws(DecodingError) -> Result
  ) throws(ImageDataError) -> Result {
    do {
      return try body()
    } catch {
      throw .dataFile(path, error)
    }
  }

  private static func missing(_ path: String, _ part: DatasetFiles.Part, _ known: [String]) -> ImageDataError
  {
    let expected = part == .training ? "x_train and y_train, or x and y" : "x_test and y_test"
    let found = known.isEmpty ? "none" : known.joined(separator: ", ")
    return .badDataFile(path: path, reason: "it holds the arrays \(found); \(expected) are expected")
  }
}
