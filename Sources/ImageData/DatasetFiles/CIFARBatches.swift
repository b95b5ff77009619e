/// The records of CIFAR's binary files: a label (in CIFAR-100 a coarse and a fine one, which counts), then 1,024 bytes
/// each of red, green and blue, row by row.
struct CIFARBatches {
  /// The height and width of the images.
  static let side = 32
  private static let area = side * side

  /// The name of each label, from the list beside the files, or its number.
  let classNames: [String]
  let labels: [Int]
  let relativePaths: [String]
  private let labelBytes: Int
  private let recordsOfFile: [[UInt8]]
  /// File and first byte of each record.
  private let places: [(file: Int, start: Int)]

  /// Reads all files of a part.
  ///
  /// - Throws: `ImageDataError` if a file cannot be read, is no whole number of records, or has a label without a name.
  init(_ files: DatasetFiles, _ part: DatasetFiles.Part) throws(ImageDataError) {
    let isFine = files.format == .cifar100
    labelBytes = isFine ? 2 : 1
    classNames = try CIFARBatches.names(
      files.path + (isFine ? "/fine_label_names.txt" : "/batches.meta.txt"), count: isFine ? 100 : 10)
    let size = labelBytes + 3 * CIFARBatches.area
    var (labels, paths, records): ([Int], [String], [[UInt8]]) = ([], [], [])
    var places: [(file: Int, start: Int)] = []
    for path in files.paths(of: part) {
      let bytes = try dataFile(path)
      guard !bytes.isEmpty, bytes.count % size == 0 else {
        throw .damagedDataFile(
          path: path, reason: "it has \(bytes.count) bytes, which is no whole number of records of \(size)")
      }
      for start in stride(from: 0, to: bytes.count, by: size) {
        let label = Int(bytes[start + labelBytes - 1])
        guard label < classNames.count else {
          throw .damagedDataFile(
            path: path,
            reason: "record \(start / size) has the label \(label); 0 to \(classNames.count - 1) are expected"
          )
        }
        labels.append(label)
        places.append((records.count, start))
      }
      paths += ImageRecords.paths(in: path, count: bytes.count / size)
      records.append(bytes)
    }
    (self.labels, relativePaths, recordsOfFile, self.places) = (labels, paths, records, places)
  }

  /// Writes the pixels of a record: 32 x 32 x 3 bytes.
  func writePixels(_ index: Int, to destination: UnsafeMutablePointer<UInt8>) {
    let (file, start) = places[index]
    recordsOfFile[file].withUnsafeBufferPointer { bytes in
      let first = start + labelBytes
      for pixel in 0..<CIFARBatches.area {
        for channel in 0..<3 {
          destination[3 * pixel + channel] = bytes[first + channel * CIFARBatches.area + pixel]
        }
      }
    }
  }

  /// The lines of a file of names, or the numbers where there is no such file.
  private static func names(_ path: String, count: Int) throws(ImageDataError) -> [String] {
    guard FileKind(path) != nil else { return (0..<count).map(String.init) }
    let lines = String(decoding: try dataFile(path), as: UTF8.self).split(whereSeparator: \.isNewline)
    let names = lines.map { $0.trimmed }.filter { !$0.isEmpty }
    guard names.count == count, Set(names).count == count else {
      throw .damagedDataFile(
        path: path, reason: "it holds \(Set(names).count) names of classes, \(count) are expected")
    }
    return names
  }
}

extension Substring {
  /// Without white space at both ends.
  fileprivate var trimmed: String {
    let start = drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}
