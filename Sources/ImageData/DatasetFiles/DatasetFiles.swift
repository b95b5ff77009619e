/// A data set in files of its own format and not as images: a directory with MNIST's four IDX files, the binary version of
/// CIFAR-10 or CIFAR-100, or arrays of NumPy; or one `.npz` file with such arrays.
///
///     mnist/train-images-idx3-ubyte.gz    mnist/t10k-images-idx3-ubyte
///     mnist/train-labels-idx1-ubyte.gz    mnist/t10k-labels-idx1-ubyte
///
///     cifar-10/batches.meta.txt  cifar-10/data_batch_1.bin ... data_batch_5.bin  cifar-10/test_batch.bin
///
///     cifar-100/fine_label_names.txt  cifar-100/train.bin  cifar-100/test.bin
///
///     data.npz with x_train, y_train, x_test, y_test, the latter two if there are any; or with x, y
///
///     arrays/x_train.npy  arrays/y_train.npy  arrays/x_test.npy  arrays/y_test.npy
public struct DatasetFiles: Sendable {
  /// The formats.
  public enum Format: String, Sendable {
    case idx = "IDX"
    case cifar10 = "CIFAR-10"
    case cifar100 = "CIFAR-100"
    case npz = "NumPy's .npz"
    case npy = "NumPy's .npy"
  }

  /// The parts of a data set.
  public enum Part: Sendable {
    case training
    case test
  }

  /// The directory, or the `.npz` file.
  public let path: String
  /// What it holds.
  public let format: Format
  /// The files with the images of each part; of NumPy's arrays, their names.
  let training: [String]
  let test: [String]

  /// Recognises a directory by the names in it, and an `.npz` file by its own; `nil` for one of another kind, or none.
  ///
  /// - Throws: `ImageDataError` if the directory or the archive cannot be read.
  public init?(path: String) throws {
    let path = withoutTrailingSlash(path)
    if path.lowercased().hasSuffix(".npz") {
      let names = try NumPyFiles.arrayNames(inArchive: path)
      (self.path, format, training) = (path, .npz, ["x"])
      test = NumPyFiles.names(of: .test, among: names).map { [$0.images] } ?? []
      return
    }
    if path.lowercased().hasSuffix(".npy") {
      throw ImageDataError.badDataFile(
        path: path,
        reason: "it is one array; name the folder that holds x_train.npy and y_train.npy, or x.npy and y.npy")
    }
    guard FileKind(path) == .folder else { return nil }
    let files = try listing(path, followsLinks: true).files
    func named(_ test: (String) -> Bool) -> [String] { files.filter(test) }
    self.path = path
    let batches = named { $0.hasPrefix("data_batch_") && $0.hasSuffix(".bin") }
    if let images = IDXNames.images(of: "train", among: files) {
      (format, training) = (.idx, [images])
      test = IDXNames.images(of: "t10k", among: files).map { [$0] } ?? []
    } else if !batches.isEmpty {
      (format, training, test) = (.cifar10, batches, named { $0 == "test_batch.bin" })
    } else if files.contains("train.bin"), files.contains("fine_label_names.txt") {
      (format, training, test) = (.cifar100, ["train.bin"], named { $0 == "test.bin" })
    } else {
      let arrays = named { $0.hasSuffix(".npy") }.map { String($0.dropLast(4)) }
      guard let names = NumPyFiles.names(of: .training, among: arrays) else { return nil }
      (format, training) = (.npy, [names.images])
      test = NumPyFiles.names(of: .test, among: arrays).map { [$0.images] } ?? []
    }
  }

  /// Whether there are images that the data set's authors held back.
  public var hasTest: Bool { !test.isEmpty }

  /// The paths of a part's files.
  func paths(of part: Part) -> [String] {
    (part == .training ? training : test).map { path + "/" + $0 }
  }
}

/// The names of MNIST's files, as they are published and as programs unpack them.
enum IDXNames {
  private static let endings = ["", ".gz"]

  /// The images of a part, `train` or `t10k`: the unpacked file if both are there.
  static func images(of part: String, among files: [String]) -> String? {
    let names = ["\(part)-images-idx3-ubyte", "\(part)-images.idx3-ubyte"]
    return endings.flatMap { ending in names.map { $0 + ending } }.first(where: files.contains)
  }

  /// The path of the labels beside a file of images: `idx1` for `idx3`, with or without `.gz`.
  static func labels(beside images: String) -> [String] {
    let parts = images.split(separator: "/", omittingEmptySubsequences: false)
    let folder = parts.dropLast().map { $0 + "/" }.joined()
    var name = (parts.last.map(String.init) ?? "")
      .replacing("images", with: "labels").replacing("idx3", with: "idx1")
    if name.hasSuffix(".gz") { name.removeLast(3) }
    return endings.map { folder + name + $0 }
  }
}
