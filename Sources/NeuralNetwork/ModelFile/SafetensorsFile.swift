import Files
import LinearAlgebra

/// A safetensors file in memory: texts by key, tensors by name.
public struct SafetensorsFile: Sendable {
  /// Where it came from.
  public let path: String
  /// The texts of `__metadata__`.
  public let metadata: [String: String]
  /// The names of the tensors in the order of their bytes.
  public var tensorNames: [String] { header.tensors.map(\.name) }

  /// The tensors in the order of their bytes.
  var records: [TensorRecord] { header.tensors }

  private let header: SafetensorsHeader
  private let bytes: [UInt8]

  /// Reads and checks a file; one that bears a `file_sha256` must match it.
  ///
  /// - Throws: `ModelFileError` for a file that is not there, not whole, or not of this format.
  public init(path: String) throws(ModelFileError) {
    try self.init(bytes: try fileContents(path), path: path)
  }

  /// Checks the bytes of a file.
  init(bytes: [UInt8], path: String) throws(ModelFileError) {
    do {
      header = try SafetensorsHeader(parsing: bytes)
    } catch {
      throw .damaged("it is no safetensors file, or a damaged one: \(error.reason)", path: path)
    }
    self.bytes = bytes
    self.path = path
    metadata = header.metadata
    try requireFileHash()
  }

  /// The key of the file's own hash.
  static let hashKey = "file_sha256"
  /// What stands in the hash's place while it is computed.
  static let hashPlaceholder = String(repeating: "0", count: 64)

  private func requireFileHash() throws(ModelFileError) {
    guard let expected = metadata[Self.hashKey] else { return }
    let head = bytes[..<header.dataOffset]
    guard expected.utf8.count == 64, let place = Self.onlyPlace(of: Array(expected.utf8), in: head) else {
      throw .damaged("its \(Self.hashKey) is no hash of its own; the file is damaged", path: path)
    }
    var hash = SHA256()
    var zeros = Self.hashPlaceholder
    bytes.withUnsafeBytes { bytes in
      hash.update(UnsafeRawBufferPointer(rebasing: bytes[..<place]))
      zeros.withUTF8 { hash.update(UnsafeRawBufferPointer($0)) }
      hash.update(UnsafeRawBufferPointer(rebasing: bytes[(place + 64)...]))
    }
    let found = hash.hexadecimalDigest()
    guard found == expected else {
      throw .damaged(
        "its contents have the SHA-256 \(found), but it says \(expected): the file is damaged; use another copy",
        path: path)
    }
  }

  /// The place where some bytes stand, if they stand once.
  private static func onlyPlace(of digits: [UInt8], in head: ArraySlice<UInt8>) -> Int? {
    var place: Int?
    for start in head.indices.dropLast(digits.count - 1) where head[start...].starts(with: digits) {
      guard place == nil else { return nil }
      place = start
    }
    return place
  }
}

extension SafetensorsFile {
  /// The values of one tensor.
  ///
  /// - Throws: `ModelFileError` where there is no such tensor, or its shape or type is another.
  public func tensor(named name: String, shape: Shape) throws(ModelFileError) -> Tensor<Float> {
    var scalars = [Float](repeating: 0, count: shape.count)
    let range = try place(of: name, shape: shape)
    scalars.withUnsafeMutableBytes { scalars in
      bytes.withUnsafeBytes { scalars.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[range])) }
    }
    return Tensor(shape: shape, scalars: scalars)
  }

  /// Takes every parameter's values from the tensor of its name; other tensors are passed over.
  ///
  /// - Throws: `ModelFileError` for the first parameter without such a tensor; the parameters are then as they were.
  public func load(into parameters: Parameters) throws(ModelFileError) {
    var ranges: [Range<Int>] = []
    for entry in parameters.layout.entries { ranges.append(try place(of: entry.name, shape: entry.shape)) }
    bytes.withUnsafeBytes { bytes in
      for (entry, range) in zip(parameters.layout.entries, ranges) {
        UnsafeMutableRawBufferPointer(parameters.buffer(of: entry))
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[range]))
      }
    }
  }

  /// Where the bytes of a float32 tensor stand in the file.
  private func place(of name: String, shape: Shape) throws(ModelFileError) -> Range<Int> {
    guard let tensor = header.tensors.first(where: { $0.name == name }) else {
      let near = nearestName(to: name, among: tensorNames).map { "; the nearest is \($0)" } ?? ""
      throw .damaged("it has no tensor \(name)\(near); the model needs one of shape \(shape)", path: path)
    }
    guard tensor.shape == shape else {
      throw .damaged("the tensor \(name) has the shape \(tensor.shape), the model needs \(shape)", path: path)
    }
    guard tensor.type == "F32" else {
      throw .damaged(
        "the tensor \(name) has the type \(tensor.type), expected F32: save it in single precision",
        path: path)
    }
    return tensor.range.lowerBound + header.dataOffset..<tensor.range.upperBound + header.dataOffset
  }
}

extension SafetensorsFile {
  /// Writes float32 tensors without gaps, with texts and the file's own hash; the file appears whole, by rename.
  ///
  /// - Parameters:
  ///   - path: The file; one of the same name is replaced.
  ///   - tensors: Names, shapes and values, in the order in which they shall stand.
  ///   - metadata: Keys and texts; `file_sha256` joins them.
  /// - Throws: `ModelFileError` with the system's words.
  public static func write(
    to path: String, tensors: [(name: String, shape: Shape, values: UnsafeBufferPointer<Float>)],
    metadata: [(key: String, text: String)]
  ) throws(ModelFileError) {
    for tensor in tensors {
      precondition(
        tensor.shape.count == tensor.values.count,
        "\(tensor.name): \(tensor.values.count) values for \(tensor.shape)")
    }
    var head = SafetensorsHeader.encoded(
      tensors: tensors.map { ($0.name, $0.shape) },
      metadata: metadata.map { ($0.key, $0.text) } + [(hashKey, hashPlaceholder)])
    var hash = SHA256()
    head.withUnsafeBytes { hash.update($0) }
    for tensor in tensors { hash.update(UnsafeRawBufferPointer(tensor.values)) }
    // Quotes within a text are escaped, so that the key in quotes stands once, whatever the texts are.
    let entry = Array("\"\(hashKey)\": \"\(hashPlaceholder)".utf8)
    guard let start = onlyPlace(of: entry, in: head[...]) else {
      preconditionFailure("The metadata has a \(hashKey) of its own")
    }
    let place = start + entry.count - hashPlaceholder.utf8.count
    head.replaceSubrange(place..<place + hashPlaceholder.utf8.count, with: hash.hexadecimalDigest().utf8)

    // The write goes on past the closures that lend the memory: errors are typed, closures of the library are not.
    let result = head.withUnsafeBytes { head in
      let pieces = [head] + tensors.map { UnsafeRawBufferPointer($0.values) }
      return Result { () throws(WholeFileError) in try writeWhole(pieces, to: path) }
    }
    if case .failure(let error) = result {
      throw ModelFileError(
        path: path, reason: error.reason, kind: error.kind, isDiskFull: error.system.isDiskFull)
    }
  }
}

extension ModelFileError {
  /// The contents are not what they should be.
  static func damaged(_ reason: String, path: String) -> ModelFileError {
    ModelFileError(path: path, reason: reason, kind: .badData)
  }
}
