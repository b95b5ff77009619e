import TrainParallel

/// The probabilities of many images as arrays for NumPy.
///
/// An `.npy` file holds them alone: (N, K) float32, a row an image in the order of `predict`, a column a class. An `.npz`
/// file holds that as `probabilities`, and `paths` and `class_names` beside it. The row of an image that cannot be read is
/// not a number throughout.
struct ProbabilityArray {
  private let classNames: [String]
  private let columns: [String: Int]
  private var paths: [String] = []
  private var values: [Float] = []

  init(classNames: [String]) {
    self.classNames = classNames
    columns = Dictionary(classNames.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Adds the row of an image.
  mutating func append(_ row: PredictionRow) {
    paths.append(row.path)
    var own = [Float](repeating: .nan, count: classNames.count)
    if case .ranking(let classes) = row.outcome {
      for (name, probability) in classes { columns[name].map { own[$0] = probability } }
    }
    values += own
  }

  /// The file's bytes, in the format that its name asks for.
  func bytes(for path: String) -> [UInt8] {
    let probabilities = NPYFile.bytes(values, shape: [paths.count, classNames.count])
    guard path.lowercased().hasSuffix(".npz") else { return probabilities }
    return NPZFile.bytes([
      ("probabilities", probabilities), ("paths", NPYFile.bytes(paths)),
      ("class_names", NPYFile.bytes(classNames)),
    ])
  }

  /// Writes the file, which appears whole or not at all.
  func write(to path: String) throws(ProgramError) {
    try writeWhole(bytes(for: path), to: path)
  }
}

extension ValueReader where Value == String {
  /// The path of an array to be.
  static var numPyPath: ValueReader {
    ValueReader(
      expected: "a name that ends in .npy or .npz",
      read: { text in
        [".npy", ".npz"].contains { text.lowercased().hasSuffix($0) && text.count > 4 } ? text : nil
      },
      text: { $0 })
  }
}
