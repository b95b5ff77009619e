import Kernels

/// A small gray image as the kernel samples it fastest: for each place the four pixels around it in one word, as far as a
/// transform reaches, with the pixel at the edge beyond it.
struct GrayNeighbours {
  /// The most words: half a first-level cache.
  static let mostWords = 4096
  /// The floats of memory that the words and a copy of the image need.
  static let memoryCount = mostWords + 16 + (mostWords + 64) / 4

  private let size: ImageSize
  private let reach: ImageReach

  /// The distance of the rows of words.
  private var rowWords: Int { reach.left + size.width + reach.right }
  private var rows: Int { reach.top + size.height + reach.bottom }

  /// Works out what is needed of an image; nil where it is no small gray one, or another kernel does it.
  init?(_ sampling: AffineSampling, size: ImageSize) {
    guard sampling.channels == 1, case .nearest = sampling.edge, sampling.constant == nil,
      !sampling.isNearest, size.width >= 8, size.area < Self.mostWords,
      let reach = ImageReach(sampling, size: size)
    else { return nil }
    self.size = size
    self.reach = reach
    guard rowWords * rows <= Self.mostWords else { return nil }
  }

  /// Writes the words and samples the image from them.
  ///
  /// - Parameters:
  ///   - image: H x W bytes.
  ///   - sampling: As at the start.
  ///   - memory: `memoryCount` floats.
  ///   - output: The results.
  ///   - kernels: The loops over pixels.
  func sample(
    _ image: UnsafePointer<UInt8>, _ sampling: AffineSampling, _ memory: UnsafeMutablePointer<Float>,
    to output: PixelRows, _ kernels: any KernelSet.Type
  ) {
    let words = UnsafeMutableRawPointer(memory).assumingMemoryBound(to: UInt32.self)
    // A copy of the image: the kernel reads a little beyond the rows.
    let pixels = UnsafeMutableRawPointer(memory + Self.mostWords + 16).assumingMemoryBound(to: UInt8.self)
    pixels.update(from: image, count: size.area)
    func row(_ y: Int) -> UnsafePointer<UInt8> {
      UnsafePointer(pixels + min(max(y, 0), size.height - 1) * size.width)
    }
    for y in 0..<rows {
      kernels.gatherNeighbours(
        upper: row(y - reach.top), lower: row(y - reach.top + 1), count: size.width, before: reach.left,
        behind: reach.right, words + y * rowWords)
    }
    kernels.sampleGrays(
      words, reach.moved(sampling, height: rows, width: rowWords), rows: size.height, output.start,
      rowStride: output.stride)
  }
}
