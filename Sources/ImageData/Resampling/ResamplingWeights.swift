import Kernels

/// For each output pixel along one axis: which source pixels it is made of, and in what parts.
///
/// - Source: Pillow, `src/libImaging/Resample.c`, `precompute_coeffs` and `normalize_coeffs_8bpc`.
struct ResamplingWeights {
  let input: Int
  /// The part of the source that the output shows.
  let span: Span
  let output: Int
  /// The first source pixel of each output pixel.
  let starts: [Int32]
  /// The number of source pixels of each output pixel.
  let counts: [Int32]
  /// The room for one output pixel's weights: a multiple of 4, the unused ones 0.
  let stride: Int
  /// Weights times 2^22, `stride` for each output pixel.
  let weights: [Int32]

  /// The part of a source that is shown, in its pixels: all of it, a box, or a fraction of a pixel less where the source is
  /// itself a reduced image whose last pixel shows nothing in part.
  struct Span: Equatable {
    let start: Double
    let extent: Double
    /// The pixels of the whole source.
    let whole: Double

    /// `count` pixels of an image of `whole`, in the pixels of that image divided by `divisor`.
    init(from start: Int, count: Int, of whole: Int, dividedBy divisor: Int = 1) {
      self.start = Double(start) / Double(divisor)
      extent = Double(count) / Double(divisor)
      self.whole = Double(whole) / Double(divisor)
    }

    /// An image as it is.
    static func all(_ count: Int) -> Span { Span(from: 0, count: count, of: count) }
  }

  /// The weights of a filter, which is as many output pixels wide as it is source pixels when enlarging.
  init(_ filter: ResamplingFilter, from input: Int, _ span: Span, to output: Int) {
    let scale = span.extent / Double(output)
    let filterScale = max(scale, 1)
    let support = filter.support * filterScale
    let stride = (Int(support.rounded(.up)) * 2 + 1 + 3) / 4 * 4
    var starts = [Int32](repeating: 0, count: output)
    var counts = starts
    var weights = [Int32](repeating: 0, count: output * stride)
    var row = [Double](repeating: 0, count: stride)
    for i in 0..<output {
      let center = span.start + (Double(i) + 0.5) * scale
      let first = max(0, Int(center - support + 0.5))
      let count = min(input, Int(center + support + 0.5)) - first
      var sum = 0.0
      for k in 0..<count {
        row[k] = filter.weight((Double(k + first) - center + 0.5) / filterScale)
        sum += row[k]
      }
      for k in 0..<count {
        let weight = row[k] / sum * Double(1 << ResamplingTable.precision)
        weights[i * stride + k] = Int32(weight < 0 ? weight - 0.5 : weight + 0.5)
      }
      starts[i] = Int32(first)
      counts[i] = Int32(count)
    }
    self.input = input
    self.span = span
    self.output = output
    self.starts = starts
    self.counts = counts
    self.stride = stride
    self.weights = weights
  }

  /// Calls `body` with the table as the kernels take it.
  func withTable<Result>(_ body: (ResamplingTable) -> Result) -> Result {
    starts.withUnsafeBufferPointer { starts in
      counts.withUnsafeBufferPointer { counts in
        weights.withUnsafeBufferPointer { weights in
          guard let starts = starts.baseAddress, let counts = counts.baseAddress,
            let weights = weights.baseAddress
          else { preconditionFailure("A table has at least one output pixel") }
          return body(
            ResamplingTable(
              input: input, output: output, stride: stride, starts: starts, counts: counts, weights: weights))
        }
      }
    }
  }
}
