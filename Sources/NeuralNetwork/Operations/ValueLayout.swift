import LinearAlgebra

/// How one sample of a value lies in memory: H rows of W pixels of C channels, inside a border of zeros.
///
/// A feature vector is one pixel. The border is what the convolution that reads the value needs around it: written
/// once, when the memory is planned, and never again.
struct ValueLayout: Hashable, Sendable {
  var height: Int
  var width: Int
  let channels: Int
  var top = 0
  var left = 0
  var bottom = 0
  var right = 0

  /// The layout of a shape; axes before the last two count as rows.
  init(_ shape: Shape) {
    channels = shape[-1]
    width = shape.rank >= 3 ? shape[-2] : 1
    height = shape.count / max(width * channels, 1)
  }

  /// The distance of rows, in floats.
  var rowStride: Int { (left + width + right) * channels }

  /// The place of the first channel of the first pixel.
  var origin: Int { top * rowStride + left * channels }

  /// The elements of one sample, without the border.
  var elementCount: Int { height * width * channels }

  /// The floats of one sample, border included.
  var count: Int { (top + height + bottom) * rowStride }

  /// Whether the elements follow one another without gaps.
  var isCompact: Bool { top + left + bottom + right == 0 }
}
