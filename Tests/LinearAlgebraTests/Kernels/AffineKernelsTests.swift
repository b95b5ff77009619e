import Kernels
import LinearAlgebra
import Testing

@Suite struct AffineKernelsTests {
  /// The image at a place of the result, in Double: what every path through the kernel must agree with.
  private func reference(
    _ pixels: [UInt8], _ sampling: AffineSampling, row: Int, column: Int, channel: Int
  ) -> Double {
    func place(_ coordinate: AffineCoordinate) -> Double {
      let fixed =
        coordinate.origin + Int64(row) * coordinate.perRow + Int64(column) * coordinate.perColumn
      return Double(fixed) * 0x1p-32
    }
    func pixel(_ y: Int, _ x: Int) -> Double {
      let row = sampling.edge.index(y, count: sampling.height)
      let column = sampling.edge.index(x, count: sampling.width)
      return Double(pixels[(row * sampling.width + column) * sampling.channels + channel])
    }
    let (y, x) = (place(sampling.row), place(sampling.column))
    if let constant = sampling.constant,
      y < 0 || x < 0 || y > Double(sampling.height - 1) || x > Double(sampling.width - 1)
    {
      return Double(constant)
    }
    if sampling.isNearest {
      return pixel(Int((y + 0.5).rounded(.down)), Int((x + 0.5).rounded(.down))) * Double(sampling.scale)
    }
    let (top, left) = (Int(y.rounded(.down)), Int(x.rounded(.down)))
    let (down, right) = (y - Double(top), x - Double(left))
    let upper = (1 - right) * pixel(top, left) + right * pixel(top, left + 1)
    let lower = (1 - right) * pixel(top + 1, left) + right * pixel(top + 1, left + 1)
    return ((1 - down) * upper + down * lower) * Double(sampling.scale)
  }

  /// A map that turns by about k · 21 degrees, zooms and moves: the sines need not be exact.
  static func coordinates(_ k: Int) -> (row: AffineCoordinate, column: AffineCoordinate) {
    let turns = [(1.0, 0.0), (0.93, 0.36), (0.74, 0.67), (0, 1), (-0.55, 0.83), (-1, 0), (0.2, -0.97)]
    let (cosine, sine) = turns[k % turns.count]
    let zoom = 0.5 + 0.35 * Double(k % 5)
    return (
      AffineCoordinate(origin: 1.3 * Double(k) - 4, perRow: cosine * zoom, perColumn: -sine * zoom),
      AffineCoordinate(origin: 2.1 * Double(k % 7) - 5, perRow: sine * zoom, perColumn: cosine * zoom)
    )
  }

  /// Every path: constants, edges, vectors, single pixels; and not a byte or float beside image and result.
  @Test(
    arguments: [(1, 1), (1, 7), (7, 1), (5, 9), (13, 40)], [EdgeRule.nearest, .reflect, .wrap])
  func agreesWithTheDefinition(size: (height: Int, width: Int), edge: EdgeRule) {
    withEveryInstructionSet { set, kernels in
      var all: [Float] = []
      for channels in 1...5 {
        let pixels = (0..<size.height * size.width * channels).map {
          UInt8(truncatingIfNeeded: 167 * $0 + $0 / 7)
        }
        for k in 0..<12 {
          let (row, column) = Self.coordinates(k)
          let sampling = AffineSampling(
            height: size.height, width: size.width, channels: channels, count: size.width, row: row,
            column: column, edge: edge, constant: k % 3 == 0 ? 0.25 : nil, isNearest: k % 4 == 1,
            scale: 1 / 255)
          for r in 0..<size.height {
            let result = GuardedFloats(size.width * channels)
            kernels.sample(pixels, sampling, row: r, result.start)
            #expect(result.isGuarded)
            let expected = (0..<result.count).map {
              reference(pixels, sampling, row: r, column: $0 / channels, channel: $0 % channels)
            }
            // Numbers up to 1: parts and products rounded eight times, and the fraction cut off at 2^-24.
            let difference = firstDifference(result.values, expected) { _ in 10 * 0x1p-24 }
            #expect(
              difference == nil, "\(set), \(channels) channels, map \(k), row \(r): \(difference ?? "")")
            all += result.values
          }
        }
      }
      return all
    }
  }

  /// Coordinates far beyond the image, where sums might run over.
  @Test func farAwayIsTheEdge() {
    withEveryInstructionSet { _, kernels in
      let sampling = AffineSampling(
        height: 2, width: 3, channels: 1, count: 8,
        row: AffineCoordinate(origin: 1e300, perRow: -1e300, perColumn: 1e300),
        column: AffineCoordinate(origin: -1e300, perRow: 0, perColumn: -1e300), edge: .nearest, constant: nil,
        isNearest: false, scale: 1)
      let result = GuardedFloats(8)
      kernels.sample([1, 2, 3, 4, 5, 6], sampling, row: 0, result.start)
      #expect(result.holds([Float](repeating: 4, count: 8)))
      return result.values
    }
  }
}
