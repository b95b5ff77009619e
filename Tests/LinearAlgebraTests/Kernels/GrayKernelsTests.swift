import Kernels
import LinearAlgebra
import Testing

@Suite struct GrayKernelsTests {
  /// Each word holds the four pixels around its place, those at the edge beyond it.
  @Test(arguments: [(1, 0, 0), (2, 3, 1), (8, 0, 5), (17, 20, 33), (28, 7, 9)])
  func gathersNeighbours(count: Int, before: Int, behind: Int) {
    withEveryInstructionSet { set, kernels in
      // Of what lies behind the rows nothing must be seen.
      let rows = (0..<2).map { row in
        (0..<count + 16).map { $0 < count ? UInt8(truncatingIfNeeded: 91 * $0 + 50 * row + 3) : 255 }
      }
      let places = before + count + behind
      var words = [UInt32](repeating: 0, count: places + 16)
      kernels.gatherNeighbours(
        upper: rows[0], lower: rows[1], count: count, before: before, behind: behind, &words)
      let expected = (0..<places).map { place -> UInt32 in
        let left = min(max(place - before, 0), count - 1)
        let right = min(max(place - before + 1, 0), count - 1)
        return UInt32(rows[0][left]) | UInt32(rows[0][right]) << 8 | UInt32(rows[1][left]) << 16
          | UInt32(rows[1][right]) << 24
      }
      #expect(Array(words[..<places]) == expected, "\(set)")
      return []
    }
  }

  /// From the neighbours come the same bits as from the image.
  @Test(arguments: [(5, 8), (13, 28), (9, 37)])
  func graysFromNeighbours(height: Int, width: Int) {
    let margin = 90
    withEveryInstructionSet { set, kernels in
      let pixels = (0..<height * width + 16).map { UInt8(truncatingIfNeeded: 167 * $0 + $0 / 7) }
      let rowWords = width + 2 * margin
      var words = [UInt32](repeating: 0, count: (height + 2 * margin) * rowWords + 16)
      pixels.withUnsafeBufferPointer { pixels in
        words.withUnsafeMutableBufferPointer { words in
          guard let image = pixels.baseAddress, let start = words.baseAddress else { return }
          for y in 0..<height + 2 * margin {
            func row(_ y: Int) -> UnsafePointer<UInt8> { image + min(max(y, 0), height - 1) * width }
            kernels.gatherNeighbours(
              upper: row(y - margin), lower: row(y - margin + 1), count: width, before: margin,
              behind: margin, start + y * rowWords)
          }
        }
      }
      var all: [Float] = []
      for k in 0..<12 {
        let (row, column) = AffineKernelsTests.coordinates(k)
        var sampling = AffineSampling(
          height: height, width: width, channels: 1, count: width, row: row, column: column, edge: .nearest,
          constant: nil, isNearest: false, scale: 1 / 255)
        var expected: [Float] = []
        for r in 0..<height {
          let result = GuardedFloats(width)
          kernels.sample(pixels, sampling, row: r, result.start)
          expected += result.values
        }
        sampling.width = rowWords
        sampling.row.origin += Int64(margin) << 32
        sampling.column.origin += Int64(margin) << 32
        let result = GuardedFloats(height * (width + 3))
        kernels.sampleGrays(words, sampling, rows: height, result.start, rowStride: width + 3)
        let found = (0..<height * width).map { result[$0 / width * (width + 3) + $0 % width] }
        let gaps = (0..<height).flatMap { r in (0..<3).map { result[r * (width + 3) + width + $0] } }
        #expect(haveEqualBits(found, expected), "\(set), map \(k)")
        #expect(result.isGuarded && gaps.allSatisfy { $0 == GuardedFloats.poison })
        all += found
      }
      return all
    }
  }
}
