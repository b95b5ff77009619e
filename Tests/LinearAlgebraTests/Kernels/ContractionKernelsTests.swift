import Kernels
import LinearAlgebra
import Testing

@Suite struct ContractionKernelsTests {
  typealias Loop = Contraction.Loop

  enum StartKind: CaseIterable { case zero, accumulate, bias }

  /// The exact sums of a contraction in the order that it promises, from what `start` says, for all rows and columns.
  func sums(
    _ set: InstructionSet, rows: Int, columns: Int, _ a: GuardedFloats, aRow: Int, _ loops: [Loop],
    start: (Int, Int) -> Float
  ) -> [Float] {
    var result: [Float] = []
    for m in 0..<rows {
      for n in 0..<columns {
        var sum = start(m, n)
        var k = 0
        for i in 0..<loops[0].count {
          for j in 0..<loops[1].count {
            var place = m * aRow + i * loops[0].aStep + j * loops[1].aStep
            for _ in 0..<loops[2].count {
              sum = set.addingProduct(sum, a[place], element(k, n))
              place += loops[2].aStep
              k += 1
            }
          }
        }
        result.append(sum)
      }
    }
    return result
  }

  /// B[k, n]
  func element(_ k: Int, _ n: Int) -> Float { number(k * 128 + n, 7) }

  /// B in panels, its rows `gap` floats further apart than need be; behind the last column the given number.
  func panels(k: Int, columns: Int, width: Int, gap: Int = 0, behind: Float) -> GuardedFloats {
    let rowStride = width + gap
    return GuardedFloats((columns + width - 1) / width * k * rowStride) { index in
      let n = index / (k * rowStride) * width + index % rowStride
      let isElement = index % rowStride < width && n < columns
      return isElement ? element(index / rowStride % k, n) : behind
    }
  }

  /// Every height and width of tile, every start, with room for whole vectors and without: the bits of the plain sum,
  /// and nothing else is written.
  @Test func tilesOfEverySize() {
    let loops = [Loop(2, aStep: 41), Loop(3, aStep: 11), Loop(5, aStep: 2)]
    let (aRow, k) = (3, 30)
    let a = GuardedFloats(200) { number($0, 1) }
    withEveryInstructionSet { set, kernels in
      let vector = kernels.panelWidth / 2
      var results: [Float] = []
      for start in StartKind.allCases {
        let all = sums(set, rows: 30, columns: 100, a, aRow: aRow, loops) { m, n in
          switch start {
          case .zero: 0
          case .accumulate: number(m * 100 + n, 2)
          case .bias: number(n, 3)
          }
        }
        results += all
        for columns in awkwardWidths {
          let whole = (columns + vector - 1) / vector * vector
          let bias = GuardedFloats(whole) { $0 < columns ? number($0, 3) : 0 }
          for isPadded in [false, true] {
            let b = panels(k: k, columns: columns, width: kernels.panelWidth, behind: isPadded ? 0 : .nan)
            let cRow = (isPadded ? whole : columns) + columns % 3
            for rows in 1...30 {
              let c = GuardedFloats(rows * cRow)
              var expected = c.values
              for m in 0..<rows {
                for n in 0..<columns {
                  if start == .accumulate { c[m * cRow + n] = number(m * 100 + n, 2) }
                  expected[m * cRow + n] = all[m * 100 + n]
                }
                // Poison plus nothing stays poison; the other starts write zeros.
                if isPadded && start != .accumulate {
                  for n in columns..<whole { expected[m * cRow + n] = 0 }
                }
              }
              kernels.contract(
                Contraction(
                  rows: rows, columns: columns, a: a.start, aRow: aRow, b: b.start,
                  bPanel: k * kernels.panelWidth,
                  outer: Loop(2, aStep: 41, bStep: 15 * kernels.panelWidth),
                  middle: Loop(3, aStep: 11, bStep: 5 * kernels.panelWidth),
                  inner: Loop(5, aStep: 2, bStep: kernels.panelWidth), c: c.start, cRow: cRow,
                  start: start == .zero ? .zero : start == .bias ? .bias(bias.start) : .accumulate,
                  isPadded: isPadded))
              if !c.holds(expected) {
                Issue.record("\(set): \(rows)x\(columns), \(start), padded \(isPadded)")
              }
            }
          }
        }
      }
      return results
    }
  }

  /// K from 1 to 300 against a sum in Double: (K + 1) roundings of at most u Σ|a·b| (Higham, 2nd edition, 3.5).
  @Test func sumsOfEveryLength() {
    let (rows, columns, longest) = (7, 17, 300)
    let a = GuardedFloats(rows * longest) { number($0, 4) }
    withEveryInstructionSet { set, kernels in
      let b = panels(k: longest, columns: columns, width: kernels.panelWidth, behind: 0)
      var exact = [Double](repeating: 0, count: rows * columns)
      var magnitude = exact
      var results: [Float] = []
      for k in 1...longest {
        for m in 0..<rows {
          for n in 0..<columns {
            let product = Double(a[m * longest + k - 1]) * Double(element(k - 1, n))
            exact[m * columns + n] += product
            magnitude[m * columns + n] += abs(product)
          }
        }
        let c = GuardedFloats(rows * columns)
        kernels.contract(
          Contraction(
            rows: rows, columns: columns, a: a.start, aRow: longest, b: b.start,
            bPanel: longest * kernels.panelWidth, inner: Loop(k, aStep: 1, bStep: kernels.panelWidth),
            c: c.start, cRow: columns, start: .zero))
        let difference = firstDifference(c.values, exact) {
          Double(k + 1) * unitRoundoff * magnitude[$0]
        }
        if let difference { Issue.record("\(set): K = \(k), \(difference)") }
        results += c.values
      }
      return results
    }
  }

  /// Windows over an image (overlapping, dilated, strided), transposed reading, empty loops, gaps between B's rows.
  @Test(arguments: [
    [5, 3, 90, 3, 5, 7, 1], [9, 2, 150, 2, 12, 3, 2], [1, 4, 28, 7, 4, 1, 1], [40, 1, 0, 1, 0, 37, 1],
    [3, 0, 10, 2, 3, 4, 1], [3, 2, 10, 0, 3, 4, 1], [3, 2, 10, 2, 3, 0, 1], [0, 2, 4, 1, 1, 3, 1],
  ])
  func stridesOfEveryKind(_ geometry: [Int]) {
    let aRow = geometry[0]
    let loops = [
      Loop(geometry[1], aStep: geometry[2]), Loop(geometry[3], aStep: geometry[4]),
      Loop(geometry[5], aStep: geometry[6]),
    ]
    let k = loops[0].count * loops[1].count * loops[2].count
    let a = GuardedFloats(2000) { number($0, 5) }
    for columns in [1, 6, 16, 17, 33, 100] {
      for rows in [1, 2, 6, 7, 13, 14, 15, 29] {
        withEveryInstructionSet { set, kernels in
          let gap = 5
          let b = panels(
            k: max(k, 1), columns: columns, width: kernels.panelWidth, gap: gap, behind: .nan)
          let bStep = kernels.panelWidth + gap
          let c = GuardedFloats(rows * columns) { number($0, 6) }
          let expected = sums(set, rows: rows, columns: columns, a, aRow: aRow, loops) { m, n in
            number(m * columns + n, 6)
          }
          var (outer, middle, inner) = (loops[0], loops[1], loops[2])
          inner.bStep = bStep
          middle.bStep = inner.count * bStep
          outer.bStep = middle.count * inner.count * bStep
          kernels.contract(
            Contraction(
              rows: rows, columns: columns, a: a.start, aRow: aRow, b: b.start, bPanel: max(k, 1) * bStep,
              outer: outer, middle: middle, inner: inner, c: c.start, cRow: columns, start: .accumulate))
          if !c.holds(expected) { Issue.record("\(set): \(rows)x\(columns), \(geometry)") }
          return c.values
        }
      }
    }
  }

  /// Wide panels, packed or columns of B's own rows, and what is left behind them: the bits of the plain sum.
  @Test(arguments: awkwardWidths + [47, 49, 96, 97, 144])
  func rowsOfB(columns: Int) {
    let (k, rowsOfA) = (11, 21)
    let a = GuardedFloats(rowsOfA * k) { number($0, 1) }
    let bRow = columns + 3
    withEveryInstructionSet { set, kernels in
      // Behind the last row, up to a vector's width is read.
      let b = GuardedFloats(k * bRow + 64) { $0 % bRow < columns ? element($0 / bRow, $0 % bRow) : .nan }
      var results: [Float] = []
      for rows in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 21] {
        for start in [StartKind.zero, .accumulate] {
          let c = GuardedFloats(rows * columns) { start == .zero ? .nan : number($0, 2) }
          let loops = [Loop(), Loop(), Loop(k, aStep: 1)]
          let expected = sums(set, rows: rows, columns: columns, a, aRow: k, loops) { m, n in
            start == .zero ? 0 : number(m * columns + n, 2)
          }
          kernels.contractRows(
            Contraction(
              rows: rows, columns: columns, a: a.start, aRow: k, b: b.start, bPanel: 0,
              inner: Loop(k, aStep: 1, bStep: bRow), c: c.start, cRow: columns,
              start: start == .zero ? .zero : .accumulate))
          if !c.holds(expected) { Issue.record("\(set): \(rows)x\(columns), \(start)") }
          results += c.values
        }
      }
      return results
    }
  }

  /// Columns in wide panels, packed, are those of the plain product.
  @Test func widePanels() {
    let (rows, k) = (19, 6)
    let a = GuardedFloats(rows * k) { number($0, 1) }
    for set in InstructionSet.available {
      let (kernels, width) = (set.kernels, set.kernels.widePanelWidth)
      #expect(width == kernels.panelWidth / 2 * 3)
      let columns = 2 * width
      let source = GuardedFloats(k * columns) { element($0 / columns, $0 % columns) }
      let packed = GuardedFloats(k * columns)
      kernels.packPanels(
        k: k, n: columns, b: source.start, kStride: columns, nStride: 1, panels: packed.start,
        panelStride: k * width, width: width)
      let c = GuardedFloats(rows * columns)
      kernels.contractWidePanels(
        Contraction(
          rows: rows, columns: columns, a: a.start, aRow: k, b: packed.start, bPanel: k * width,
          inner: Loop(k, aStep: 1, bStep: width), c: c.start, cRow: columns, start: .zero))
      let loops = [Loop(), Loop(), Loop(k, aStep: 1)]
      #expect(c.holds(sums(set, rows: rows, columns: columns, a, aRow: k, loops) { _, _ in 0 }), "\(set)")
    }
  }

  /// The rows of an image: each repetition the bits of a product by itself, with a bias a row.
  @Test func repetitionsWithABiasForEachRow() {
    let (k, count, aStep, bStep) = (12, 3, 5, 7)
    let a = GuardedFloats(400) { number($0, 9) }
    for rows in [1, 6, 7, 15] {
      for columns in [1, 16, 28, 33, 70] {
        withEveryInstructionSet { set, kernels in
          let width = kernels.panelWidth
          // Panels side by side, as in the row of a plane.
          let b = GuardedFloats(k * 100 + count * bStep) { number($0, 10) }
          let bias = GuardedFloats(rows * width) { number($0 / width, 11) }
          let c = GuardedFloats(count * rows * columns)
          var expected: [Float] = []
          for r in 0..<count {
            for m in 0..<rows {
              for n in 0..<columns {
                expected.append(
                  (0..<k).reduce(number(m, 11)) { sum, i in
                    set.addingProduct(sum, a[r * aStep + m * k + i], b[r * bStep + i * 100 + n])
                  })
              }
            }
          }
          kernels.contract(
            Contraction(
              rows: rows, columns: columns, a: a.start, aRow: k, b: b.start, bPanel: width,
              inner: Loop(k, aStep: 1, bStep: 100), c: c.start, cRow: columns, start: .rowBias(bias.start),
              repetition: .init(count, aStep: aStep, bStep: bStep, cStep: rows * columns)))
          if !c.holds(expected) { Issue.record("\(set): \(rows)x\(columns)") }
          return c.values
        }
      }
    }
  }

  @Test func nothingToDo() {
    for set in InstructionSet.available {
      let c = GuardedFloats(40)
      let (a, b) = (GuardedFloats(40), GuardedFloats(40))
      for (rows, columns) in [(0, 5), (5, 0)] {
        set.kernels.contract(
          Contraction(
            rows: rows, columns: columns, a: a.start, aRow: 1, b: b.start, bPanel: 0, inner: Loop(3),
            c: c.start,
            cRow: 5, start: .zero))
      }
      #expect(c.holds(GuardedFloats(40).values))
    }
  }

  /// Any strides; zeros behind the last column; nothing between the panels is written.
  @Test func packedPanels() {
    for set in InstructionSet.available {
      let width = set.kernels.panelWidth
      for n in awkwardWidths {
        for (k, kStride, nStride) in [(1, n, 1), (7, n + 3, 1), (9, 1, 9), (4, 2, 11), (0, 1, 1)] {
          let b = GuardedFloats(max(k * kStride, n * nStride) + k * kStride) { number($0, 8) }
          let panelStride = k * width + 6
          let count = (n + width - 1) / width * panelStride
          let packed = GuardedFloats(count)
          set.kernels.packPanels(
            k: k, n: n, b: b.start, kStride: kStride, nStride: nStride, panels: packed.start,
            panelStride: panelStride)
          let expected = (0..<count).map { index -> Float in
            let (panel, place) = (index / panelStride, index % panelStride)
            guard place < k * width else { return GuardedFloats.poison }
            let column = panel * width + place % width
            return column < n ? b[place / width * kStride + column * nStride] : 0
          }
          #expect(packed.holds(expected), "\(set): \(k)x\(n), strides \(kStride), \(nStride)")
        }
      }
    }
  }

  /// Zero times infinity and not a number arrive in the sum, and nowhere else.
  @Test func notANumberStaysInItsRow() {
    for set in InstructionSet.available {
      let b = panels(k: 3, columns: 20, width: set.kernels.panelWidth, behind: 0)
      let a = GuardedFloats([1, 2, 3, 4, .nan, 6, 7, 8, 9])
      let c = GuardedFloats(60)
      set.kernels.contract(
        Contraction(
          rows: 3, columns: 20, a: a.start, aRow: 3, b: b.start, bPanel: 3 * set.kernels.panelWidth,
          inner: Loop(3, aStep: 1, bStep: set.kernels.panelWidth), c: c.start, cRow: 20, start: .zero))
      #expect(c.values.enumerated().allSatisfy { $0.element.isNaN == ($0.offset / 20 == 1) })
    }
  }
}
