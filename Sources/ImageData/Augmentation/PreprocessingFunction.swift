/// A program's own change of each image: pixels 0 ... 255 in, the same number of pixels out, in place.
///
///     let invert = PreprocessingFunction(name: "invert") { pixels in
///       for row in 0..<pixels.height {
///         for column in 0..<pixels.width {
///           for channel in 0..<pixels.channels { pixels[row, column, channel] = 255 - pixels[row, column, channel] }
///         }
///       }
///     }
///
/// It is called on many threads at once, for each image in each epoch, and must give the same for the same pixels. The
/// name goes with the model, which is of no use without the function.
public struct PreprocessingFunction: Sendable {
  /// What a model's file calls it.
  public let name: String
  /// The change.
  public let body: @Sendable (PixelRows) -> Void

  /// Names a function.
  public init(name: String, _ body: @escaping @Sendable (PixelRows) -> Void) {
    self.name = name
    self.body = body
  }
}

extension PreprocessingFunction: Hashable {
  /// Functions of one name are taken to be the same.
  public static func == (a: PreprocessingFunction, b: PreprocessingFunction) -> Bool { a.name == b.name }

  /// Hashes the name.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
  }
}

/// The numbers of an image in memory, whose rows may stand apart.
///
/// - Shapes: H rows of W pixels of C floats.
public struct PixelRows {
  /// H.
  public let height: Int
  /// W.
  public let width: Int
  /// C.
  public let channels: Int
  /// The distance of rows in floats.
  let stride: Int
  /// The first row.
  let start: UnsafeMutablePointer<Float>

  /// One number.
  public subscript(row: Int, column: Int, channel: Int) -> Float {
    get { start[place(row, column, channel)] }
    nonmutating set { start[place(row, column, channel)] = newValue }
  }

  /// The numbers of a row: `count` of them.
  func row(_ index: Int) -> UnsafeMutablePointer<Float> { start + index * stride }

  /// The numbers of a row: W C.
  var count: Int { width * channels }

  /// Whether rows follow one another without gaps, and all of them stay in the first-level cache.
  var isOneRow: Bool { stride == count && height * count <= 4096 }

  /// Writes a value to all channels of a box that lies in the image.
  func fill(_ box: ImageTransform.Box, with value: Float) {
    for row in box.top..<box.top + box.height {
      (self.row(row) + box.left * channels).update(repeating: value, count: box.width * channels)
    }
  }

  private func place(_ row: Int, _ column: Int, _ channel: Int) -> Int {
    precondition(
      (0..<height).contains(row) && (0..<width).contains(column) && (0..<channels).contains(channel),
      "An image of \(height)x\(width)x\(channels) has no place (\(row), \(column), \(channel))")
    return row * stride + column * channels + channel
  }
}
