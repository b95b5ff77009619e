import Kernels
import LinearAlgebra
import Testing

@Suite struct ChoiceKernelsTests {
  /// A row of windows with the memory of their taps.
  final class Row {
    let windows: Int
    let taps: Int
    let filters: Int
    let windowStep = 7
    let places: [Int]
    let dy: GuardedFloats
    let choice: GuardedFloats
    let slope: GuardedFloats
    let gradients: GuardedFloats
    let marks: UnsafeMutableBufferPointer<UInt64>
    let lists: UnsafeMutableBufferPointer<TapGradient>
    let counts: UnsafeMutableBufferPointer<Int>
    let windowPlaces: [PatchPlace]
    let patchPlaces: UnsafeMutableBufferPointer<PatchPlace>

    var words: Int { (filters + 63) / 64 }
    var padded: Int { (filters + 15) / 16 * 16 }
    var capacity: Int { windows + 1 }

    init(windows: Int, taps: Int, filters: Int) {
      self.windows = windows
      self.taps = taps
      self.filters = filters
      places = [0] + (0..<taps).map { $0 * 3 }
      dy = GuardedFloats(windows * filters) { number($0, 1) }
      slope = GuardedFloats(windows * filters) { number($0, 2) }
      choice = GuardedFloats(windows * filters) { Float(($0 * 7 + $0 / 3) % (taps + 1) - 1) }
      gradients = GuardedFloats(windows * ((filters + 15) / 16 * 16) + 16)
      windowPlaces = (0..<windows * filters + 16).map { PatchPlace($0 / filters * 7) }
      patchPlaces = .allocate(capacity: gradients.count)
      // As good as any out of bounds, but inside of the image of the tests.
      patchPlaces.initialize(repeating: PatchPlace(3))
      marks = .allocate(capacity: windows * taps * ((filters + 63) / 64))
      marks.initialize(repeating: .max)
      lists = .allocate(capacity: (windows + 1) * filters)
      lists.initialize(repeating: TapGradient(place: PatchPlace(0), gradient: GuardedFloats.poison))
      counts = .allocate(capacity: filters)
      counts.initialize(repeating: 0)
    }

    deinit {
      marks.deallocate()
      lists.deallocate()
      counts.deallocate()
      patchPlaces.deallocate()
    }

    /// The gradient of a window.
    func gradient(_ window: Int, _ filter: Int, hasSlope: Bool = true) -> Float {
      dy[window * filters + filter] * (hasSlope ? slope[window * filters + filter] : 1)
    }

    /// The tap that a filter took; nil for none.
    func tap(_ window: Int, _ filter: Int) -> Int? {
      let choice = Int(choice[window * filters + filter])
      return choice < 0 ? nil : choice
    }

    func withTaps<Result>(
      hasMarks: Bool = true, everyWindow: Bool = false, _ body: (ChosenTaps) -> Result
    ) -> Result {
      places.withUnsafeBufferPointer { places in
        windowPlaces.withUnsafeBufferPointer { windowPlaces in
          body(
            ChosenTaps(
              windows: windows, taps: taps, filters: filters, tapPlaces: places.baseAddress!,
              windowStep: windowStep, gradients: gradients.start,
              marks: hasMarks ? UnsafeMutableRawPointer(marks.baseAddress!) : nil,
              entries: everyWindow
                ? .everyWindow(places: patchPlaces.baseAddress!, windowPlaces: windowPlaces.baseAddress!)
                : .lists(
                  lists.baseAddress!, capacity: capacity, counts: counts.baseAddress!)))
        }
      }
    }

    func follow(
      _ kernels: any KernelSet.Type, hasMarks: Bool = true, everyWindow: Bool = false,
      hasSlope: Bool = true, dBias: GuardedFloats? = nil
    ) {
      withTaps(hasMarks: hasMarks, everyWindow: everyWindow) {
        kernels.followChoices(
          $0, place: 11, dy: dy.start, choice: choice.start, derivative: hasSlope ? slope.start : nil,
          dBias: dBias?.start)
      }
    }
  }

  static let filterCounts = awkwardWidths + [63, 65, 130]

  @Test(arguments: [false, true])
  func followsEveryChoice(hasSlope: Bool) {
    for filters in Self.filterCounts {
      withEveryInstructionSet { set, kernels in
        let row = Row(windows: 5, taps: filters % 2 == 0 ? 4 : 6, filters: filters)
        let dBias = GuardedFloats(filters) { number($0, 3) }
        var bias = dBias.values
        row.follow(kernels, hasSlope: hasSlope, dBias: dBias)
        for filter in 0..<filters {
          var list: [(place: Int, gradient: Float)] = []
          for window in 0..<row.windows {
            let gradient = row.gradient(window, filter, hasSlope: hasSlope)
            let tap = row.tap(window, filter)
            #expect(row.gradients[window * row.padded + filter] == (tap == nil ? 0 : gradient))
            if let tap {
              bias[filter] += gradient
              list.append((11 + window * row.windowStep + row.places[tap + 1], gradient))
            }
            for other in 0..<row.taps {
              let word = row.marks[(window * row.taps + other) * row.words + filter / 64]
              #expect((word >> UInt64(filter % 64) & 1 == 1) == (other == tap), "\(set), filter \(filter)")
            }
          }
          #expect(row.counts[filter] == list.count)
          #expect(
            row.lists[filter * row.capacity..<filter * row.capacity + list.count].elementsEqual(list) {
              $0.place.value == $1.place && $0.gradient == $1.gradient
            })
        }
        #expect(row.gradients.isGuarded)
        #expect(dBias.holds(bias))
        // No filter beyond the last has a mark.
        for word in stride(from: row.words - 1, to: row.marks.count, by: row.words) where filters % 64 != 0 {
          #expect(row.marks[word] >> UInt64(filters % 64) == 0)
        }
        return dBias.values
      }
    }
  }

  /// Every window is kept, with the gradient 0 where nothing passes, with marks and without.
  @Test(arguments: [false, true])
  func keepsEveryWindow(hasMarks: Bool) {
    for filters in Self.filterCounts {
      withEveryInstructionSet { set, kernels in
        let row = Row(windows: 5, taps: filters % 2 == 0 ? 4 : 6, filters: filters)
        let dBias = GuardedFloats(filters) { number($0, 3) }
        var bias = dBias.values
        let sums = (0..<filters).map { filter in
          (0..<row.windows).reduce(Float(0)) {
            $0 + (row.tap($1, filter) == nil ? 0 : row.gradient($1, filter))
          }
        }
        row.follow(kernels, hasMarks: hasMarks, everyWindow: true, dBias: dBias)
        let step = ChosenTaps.gradientStep(filters: filters, hasMarks: hasMarks)
        for filter in 0..<filters {
          for window in 0..<row.windows {
            let tap = row.tap(window, filter)
            let gradient = tap == nil ? 0 : row.gradient(window, filter)
            #expect(row.gradients[window * step + filter] == gradient, "\(set), filter \(filter)")
            #expect(
              row.patchPlaces[window * step + filter].value
                == 11 + window * row.windowStep + row.places[(tap ?? 0) + 1])
            if hasMarks { bias[filter] += gradient }
          }
          // Without marks the row is summed before it is added.
          if !hasMarks { bias[filter] += sums[filter] }
        }
        #expect(row.gradients.isGuarded)
        #expect(dBias.holds(bias), "\(set), \(filters) filters")
        return dBias.values
      }
    }
  }

  /// The packed weights' gradients of every size of part, window after window, for groups of filters of every size.
  @Test(arguments: [false, true])
  func addsEveryWindowToTheKernelsGradient(hasMarks: Bool) {
    for size in Self.parts where size.rows * size.units <= 24 {
      let part = Self.part(size.rows, size.units)
      for filters in [1, 2, 3, 4, 6, 7, 9, 16] {
        withEveryInstructionSet { set, kernels in
          let row = Row(windows: 6, taps: 4, filters: filters)
          row.follow(kernels, hasMarks: hasMarks, everyWindow: true)
          let image = GuardedFloats(Self.imageCount) { number($0, 4) }
          let groups = (filters + 3) / 4 * 4
          let packed = GuardedFloats(part.packedPlace + groups * part.filterStep) { number($0, 5) }
          var expected = packed.values
          for filter in 0..<filters {
            for window in 0..<row.windows {
              let tap = row.tap(window, filter)
              let place = 11 + window * row.windowStep + row.places[(tap ?? 0) + 1] + part.place
              let gradient = tap == nil ? 0 : row.gradient(window, filter)
              Self.forEachElement(part) { inImage, inPacked in
                let element = inPacked + filter * part.filterStep
                expected[element] = set.addingProduct(expected[element], gradient, image[place + inImage])
              }
            }
          }
          row.withTaps(hasMarks: hasMarks, everyWindow: true) {
            kernels.addKernelGradients($0, part, image: image.start, packed: packed.start)
          }
          let end = part.packedPlace + filters * part.filterStep
          #expect(packed.isGuarded)
          #expect(Array(packed.values[..<end]) == Array(expected[..<end]), "\(set): \(size), \(filters)")
          return Array(packed.values[..<end])
        }
      }
    }
  }

  static let parts = (1...5).flatMap { rows in (1...6).map { (rows: rows, units: $0) } }

  /// The packed weights' gradients of every size of part, in the order of the lists.
  @Test func addsPatchesToTheKernelsGradient() {
    for size in Self.parts where size.rows * size.units <= 24 {
      let part = Self.part(size.rows, size.units)
      withEveryInstructionSet { set, kernels in
        let row = Row(windows: 6, taps: 4, filters: 5)
        row.follow(kernels)
        let image = GuardedFloats(Self.imageCount) { number($0, 4) }
        let packed = GuardedFloats(part.packedPlace + 5 * part.filterStep) { number($0, 5) }
        var expected = packed.values
        for filter in 0..<5 {
          for window in 0..<row.windows {
            guard let tap = row.tap(window, filter) else { continue }
            let place = 11 + window * row.windowStep + row.places[tap + 1] + part.place
            Self.forEachElement(part) { inImage, inPacked in
              let element = inPacked + filter * part.filterStep
              expected[element] = set.addingProduct(
                expected[element], row.gradient(window, filter), image[place + inImage])
            }
          }
        }
        row.withTaps {
          kernels.addKernelGradients($0, part, image: image.start, packed: packed.start)
        }
        #expect(packed.holds(expected), "\(set): \(size)")
        return packed.values
      }
    }
  }

  /// The image's gradient of every size of part, window by window, tap by tap, filter by filter.
  @Test func addsFiltersToTheImagesGradient() {
    for size in Self.parts where size.rows * size.units <= 12 {
      let part = Self.part(size.rows, size.units)
      for filters in [3, 64, 70] {
        withEveryInstructionSet { set, kernels in
          let row = Row(windows: 4, taps: 4, filters: filters)
          row.follow(kernels)
          let packed = GuardedFloats(part.packedPlace + filters * part.filterStep) { number($0, 6) }
          let image = GuardedFloats(Self.imageCount) { number($0, 7) }
          var expected = image.values
          for window in 0..<row.windows {
            for tap in 0..<row.taps {
              let place = window * row.windowStep + row.places[tap + 1] + part.place
              for filter in 0..<filters where row.tap(window, filter) == tap {
                Self.forEachElement(part) { inImage, inPacked in
                  expected[place + inImage] = set.addingProduct(
                    expected[place + inImage], row.gradient(window, filter),
                    packed[inPacked + filter * part.filterStep])
                }
              }
            }
          }
          row.withTaps {
            kernels.addImageGradients($0, part, packed: packed.start, image: image.start)
          }
          #expect(image.holds(expected), "\(set): \(size), \(filters) filters")
          return image.values
        }
      }
    }
  }

  /// Rows of a part that do not overlap, with gaps.
  static func part(_ rows: Int, _ units: Int) -> PatchPart {
    PatchPart(
      rows: rows, units: units, place: 5, rowStep: 16 * units + 9, packedPlace: 32,
      packedRowStep: 16 * units, filterStep: rows * 16 * units)
  }

  /// Room for the patches of six windows.
  static let imageCount = 11 + 6 * 7 + 9 + 5 + 5 * (16 * 6 + 9)

  static func forEachElement(_ part: PatchPart, _ body: (_ inImage: Int, _ inPacked: Int) -> Void) {
    for row in 0..<part.rows {
      for i in 0..<16 * part.units {
        body(row * part.rowStep + i, part.packedPlace + row * part.packedRowStep + i)
      }
    }
  }
}
