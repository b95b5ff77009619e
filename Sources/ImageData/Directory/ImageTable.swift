/// Images, their classes and weights as a file of comma-separated values lists them.
///
///     filename,class,weight
///     daisy/1.jpg,daisy,1
///     rose/7.jpg,rose,2.5
///
/// The first line names the columns, in any order; others are passed over. Paths are taken from a directory, which is
/// the table's own unless another is named. Labels are the classes' names in the order of their code points.
public struct ImageTable: Sendable {
  /// The table.
  public let path: String
  /// The name of each label.
  public let classNames: [String]
  /// The images in the order of the table.
  public let files: [ImageFile]
  /// What the loss of each image is multiplied by; nil for 1.
  public let weights: [Float]?

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - path: The table.
  ///   - directory: Where relative paths start; nil for the table's own directory.
  ///   - pathColumn: The column of the images' paths.
  ///   - labelColumn: The column of the classes' names.
  ///   - weightColumn: The column of the weights, or nil.
  ///   - classNames: The classes of a model, if its labels are to be used: none of the table's may be new.
  /// - Throws: `ImageDataError` if the table cannot be read, lacks a column, or a line says something else than a path, a
  ///   class and a weight from 0 to 1,000,000, lists an image twice or names an unknown class; if there is only one
  ///   class and no `classNames`.
  public init(
    path: String, directory: String? = nil, pathColumn: String = "filename", labelColumn: String = "class",
    weightColumn: String? = nil, classNames: [String]? = nil
  ) throws {
    var reader = CSVReader(try dataFile(path))
    func next() throws -> CSVReader.Record? {
      do {
        return try reader.next()
      } catch {
        throw ImageDataError.badTable(path: path, line: error.line, reason: error.reason)
      }
    }
    let header = try next()?.fields ?? []
    func column(_ name: String) throws -> Int {
      guard let index = header.firstIndex(of: name) else {
        throw ImageDataError.badTable(
          path: path, line: 1,
          reason: header.isEmpty
            ? "the table is empty; its first line shall name the columns \(pathColumn) and \(labelColumn)"
            : "there is no column \"\(name)\"; the first line names \(header.joined(separator: ", "))")
      }
      return index
    }
    let (paths, labels, weights) = (
      try column(pathColumn), try column(labelColumn), try weightColumn.map(column)
    )
    var rows: [ImageTableRow] = []
    var lines: [String: Int] = [:]
    while let record = try next() {
      let row = try ImageTableRow(record, paths, labels, weights, columns: header.count, table: path)
      if let other = lines.updateValue(record.line, forKey: row.path) {
        throw ImageDataError.badTable(
          path: path, line: record.line,
          reason:
            "\(row.path) stands on line \(other) too; keep one of them, and give it a weight if it shall count more"
        )
      }
      rows.append(row)
    }
    let found = Set(rows.map(\.label)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    if let classNames {
      let unknown = found.filter { !classNames.contains($0) }
      guard unknown.isEmpty else {
        throw ImageDataError.unknownLabels(path: path, found: unknown, known: classNames)
      }
    } else if found.count < 2 {
      throw ImageDataError.badTable(
        path: path, line: 1,
        reason: found.isEmpty
          ? "the table lists no images"
          : "all images are of the class \"\(found[0])\"; a classifier needs at least two")
    }
    let names = classNames ?? found
    let label = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let base = directory.map(withoutTrailingSlash) ?? folder(of: path)
    self.path = path
    self.classNames = names
    files = rows.map { row in
      ImageFile(
        path: row.path.hasPrefix("/") || base.isEmpty ? row.path : base + "/" + row.path,
        relativePath: row.path,
        label: label[row.label] ?? 0)
    }
    self.weights = weightColumn == nil ? nil : rows.map(\.weight)
  }
}

extension ImageTable {
  /// The names of a table's columns: its first line.
  ///
  /// - Throws: `ImageDataError` if the table cannot be read.
  public static func columnNames(of path: String) throws -> [String] {
    var reader = CSVReader(try dataFile(path))
    return (try? reader.next())?.fields ?? []
  }

  /// The images as a directory has them.
  public var directory: ImageDirectory { ImageDirectory(path: path, classNames: classNames, files: files) }

  /// The weights of the images of a data set that was loaded from this table, or of a part of it; nil for 1.
  public func weights(of dataset: ImageDataset) -> [Float]? {
    weights.map { weights in
      let weightOfPath = Dictionary(
        zip(files.map(\.relativePath), weights), uniquingKeysWith: { first, _ in first })
      return dataset.relativePaths.map { weightOfPath[$0] ?? 1 }
    }
  }
}

/// What one line of the table says.
private struct ImageTableRow {
  let path: String
  let label: String
  let weight: Float

  init(
    _ record: CSVReader.Record, _ paths: Int, _ labels: Int, _ weights: Int?, columns: Int, table: String
  ) throws {
    func refusal(_ reason: String) -> ImageDataError {
      .badTable(path: table, line: record.line, reason: reason)
    }
    let fields = record.fields
    guard fields.count == columns else {
      throw refusal("\(fields.count) fields, expected \(columns) as on the first line")
    }
    guard !fields[paths].isEmpty else { throw refusal("the path of the image is missing") }
    guard !fields[labels].isEmpty else { throw refusal("the class of \(fields[paths]) is missing") }
    (path, label) = (fields[paths], fields[labels])
    guard let weights else {
      weight = 1
      return
    }
    guard let number = Double(fields[weights]), number >= 0, number <= 1e6 else {
      throw refusal("the weight of \(path) is \"\(fields[weights])\", expected a number from 0 to 1000000")
    }
    weight = Float(number)
  }
}

/// The directory that holds a file, empty for the current one.
private func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "" }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}
