import Kernels
import LinearAlgebra
import Testing

@Suite struct ResamplingKernelsTests {
  /// A table of any windows and weights, some of them negative, as filters of higher order have.
  private struct Windows {
    let input: Int
    let starts: [Int32]
    let counts: [Int32]
    let weights: [Int32]
    let stride: Int

    init(input: Int, output: Int, taps: Int) {
      self.input = input
      stride = (taps + 3) / 4 * 4
      starts = (0..<output).map { Int32($0 * max(0, input - 1) / max(1, output)) }
      counts = starts.map { Int32(min(taps, input - Int($0))) }
      weights = (0..<output * stride).map { [stride, counts] place in
        let (i, k) = (place / stride, place % stride)
        // All of a pixel's together below 1.5, as the head room of the sums asks for.
        let most = Int32(6_000_000 / taps)
        guard k < counts[i] else { return 0 }
        return k % 3 == 2 ? -most / 4 : most - Int32(7919 * place) % (most / 2)
      }
    }

    func withTable(_ body: (ResamplingTable) -> Void) {
      body(
        ResamplingTable(
          input: input, output: starts.count, stride: stride, starts: starts, counts: counts, weights: weights
        ))
    }

    /// ⟨Σₖ w[i, k] x[sᵢ + k]⟩
    func value(_ i: Int, _ x: (Int) -> UInt8) -> UInt8 {
      let sum = (0..<Int(counts[i])).reduce(0) {
        $0 + Int(weights[i * stride + $1]) * Int(x(Int(starts[i]) + $1))
      }
      return UInt8(max(0, min(255, (sum + 1 << 21) >> 22)))
    }
  }

  private static let tail = [UInt8](repeating: 0xAA, count: 16)

  private static func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: 167 * $0 + $0 / 256 * 31) }
  }

  /// Numbers of rows around the four that a vector takes; rows too short for it too. Reads end with the image: the array
  /// is as long as it must be, and sanitizers watch it.
  @Test(arguments: [1, 2, 3], [1, 3, 4, 5, 8, 11])
  func rows(channels: Int, rows: Int) {
    for (input, output, taps) in [(1, 3, 1), (5, 4, 3), (9, 20, 2), (33, 10, 7), (40, 3, 30)] {
      let windows = Windows(input: input, output: output, taps: taps)
      let x = Self.bytes(rows * input * channels)
      let expected = (0..<rows * output * channels).map { place in
        let (r, i, c) = (place / channels / output, place / channels % output, place % channels)
        return windows.value(i) { x[(r * input + $0) * channels + c] }
      }
      withEveryInstructionSet { set, kernels in
        var y = [UInt8](repeating: 0xAA, count: expected.count + 16)
        windows.withTable { kernels.resampleRows(rows: rows, channels: channels, x, table: $0, &y) }
        #expect(y == expected + Self.tail, "\(set): \(input) to \(output)")
        return []
      }
    }
  }

  @Test(arguments: [1, 15, 16, 17, 50]) func columns(width: Int) {
    for (input, output, taps) in [(1, 3, 1), (5, 4, 3), (9, 20, 2), (33, 10, 7)] {
      let windows = Windows(input: input, output: output, taps: taps)
      let x = Self.bytes(input * width)
      let expected = (0..<output * width).map { place in
        windows.value(place / width) { x[$0 * width + place % width] }
      }
      withEveryInstructionSet { set, kernels in
        var y = [UInt8](repeating: 0xAA, count: expected.count + 16)
        windows.withTable { kernels.resampleColumns(width: width, x, table: $0, &y) }
        #expect(y == expected + Self.tail, "\(set): \(input) to \(output)")
        return []
      }
    }
  }
}
