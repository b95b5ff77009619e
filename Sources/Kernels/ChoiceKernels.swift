/// The kernels that take a gradient through a max pooling and a convolution in one go, along the chosen taps alone.
public protocol ChoiceKernels {
  /// The vector type.
  associatedtype V: Vector
  /// 16 floats.
  associatedtype Unit: Run where Unit.V == V

  /// The units that the registers hold.
  static var mostUnits: Int { get }

  /// g = dy · derivative for a row of windows, 0 where nothing passes, their marks and their entries; and the sum of g
  /// added to `dBias`.
  ///
  /// - Parameters:
  ///   - taps: Where they go.
  ///   - place: The place of the first window's patches.
  ///   - dy: The gradient of the pooling's output, without gaps.
  ///   - choice: The choices of the forward pass; −1 where no gradient passes.
  ///   - derivative: What the forward pass stored, if it did.
  ///   - dBias: Σ g is added here, one number a filter, in whole vectors.
  static func followChoices(
    _ taps: ChosenTaps, place: Int, dy: UnsafePointer<Float>, choice: UnsafePointer<Float>,
    derivative: UnsafePointer<Float>?, dBias: UnsafeMutablePointer<Float>?)

  /// dW[f] += g · patch of X, for one part of all patches on the list of each filter f, in the list's order.
  ///
  /// Or, where every window is kept, for all windows in order; then the packed gradients have room for whole groups
  /// of four filters.
  static func addKernelGradients(
    _ taps: ChosenTaps, _ part: PatchPart, image: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>)

  /// patch of dX += g · W[f], for one part of the patches of a row of windows, for every window, tap and filter that
  /// took it, in this order.
  static func addImageGradients(
    _ taps: ChosenTaps, _ part: PatchPart, packed: UnsafePointer<Float>, image: UnsafeMutablePointer<Float>)
}

// The requirements say what each member does.
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension ChoiceKernels {
  @inlinable @inline(__always)
  public static func followChoices(
    _ taps: ChosenTaps, place: Int, dy: UnsafePointer<Float>, choice: UnsafePointer<Float>,
    derivative: UnsafePointer<Float>?, dBias: UnsafeMutablePointer<Float>?
  ) {
    if taps.marks == nil, case .everyWindow(let places, let windowPlaces) = taps.entries {
      followRow(taps, place, dy, choice, derivative, places, windowPlaces)
      if let dBias { addWindows(taps, to: dBias) }
      return
    }
    for window in 0..<taps.windows {
      let first = window &* taps.filters
      let padded = window &* taps.gradientStep
      let patch = place &+ window &* taps.windowStep
      var filter = 0
      while filter < taps.filters {
        let at = first &+ filter
        let passed = PassedGradient<V>(
          channels: taps.filters &- filter, dy: dy + at, choice: choice + at,
          derivative: derivative.map { $0 + at })
        passed.passing.store(taps.gradients + (padded &+ filter))
        if let dBias { passed.add(to: dBias + filter) }
        if let marks = taps.marks {
          mark(taps, marks + window &* taps.taps &* taps.words &* 8, passed.chosen, filter)
        }
        if case .everyWindow(let places, _) = taps.entries {
          let window = V(repeating: PatchPlace(patch).number)
          locate(taps, window, 0, passed.chosen, places + (padded &+ filter))
        }
        filter &+= V.width
      }
      if case .lists(let lists, let capacity, let counts) = taps.entries {
        list(taps, patch, taps.gradients + padded, choice + first, lists, capacity, counts)
      }
    }
  }

  /// Where nothing is asked of a single window, their filters make one long vector: few filters fill the lanes too.
  @inlinable @inline(__always)
  static func followRow(
    _ taps: ChosenTaps, _ place: Int, _ dy: UnsafePointer<Float>, _ choice: UnsafePointer<Float>,
    _ derivative: UnsafePointer<Float>?, _ places: UnsafeMutablePointer<PatchPlace>,
    _ windowPlaces: UnsafePointer<PatchPlace>
  ) {
    let count = taps.windows &* taps.filters
    let windows = UnsafeRawPointer(windowPlaces).assumingMemoryBound(to: Float.self)
    var i = 0
    while i < count {
      let passed = PassedGradient<V>(
        channels: count &- i, dy: dy + i, choice: choice + i, derivative: derivative.map { $0 + i })
      passed.passing.store(taps.gradients + i)
      locate(taps, V.load(windows + i), place, passed.chosen, places + i)
      i &+= V.width
    }
    // Filters are taken in groups, whose last may reach beyond.
    for i in count..<count &+ 3 {
      taps.gradients[i] = 0
      places[i] = PatchPlace(place)
    }
  }

  /// dBias[f] += Σ g[f] over a row of windows without gaps.
  @inlinable @inline(__always)
  static func addWindows(_ taps: ChosenTaps, to dBias: UnsafeMutablePointer<Float>) {
    var filter = 0
    while filter < taps.filters {
      var sum = V.zero
      for window in 0..<taps.windows {
        sum = sum + V.load(taps.gradients + (window &* taps.filters &+ filter))
      }
      let exists = V.isGreater(V(repeating: Float(taps.filters &- filter)), V.laneNumbers)
      (V.load(dBias + filter) + V.zero.replacing(with: sum, where: exists)).store(dBias + filter)
      filter &+= V.width
    }
  }

  /// Writes the places of the patches that some filters took, counted from those of their windows; that of the first
  /// tap where they took none.
  @inlinable @inline(__always)
  static func locate(
    _ taps: ChosenTaps, _ windows: V, _ place: Int, _ chosen: V, _ places: UnsafeMutablePointer<PatchPlace>
  ) {
    func number(_ tap: Int) -> V { V(repeating: Float(place &+ taps.tapPlaces[tap &+ 1])) }
    var tapPlace = number(0)
    for tap in 1..<max(taps.taps, 1) {
      tapPlace = tapPlace.replacing(with: number(tap), where: V.isEqual(chosen, V(repeating: Float(tap))))
    }
    (windows + tapPlace).store(UnsafeMutableRawPointer(places).assumingMemoryBound(to: Float.self))
  }

  /// Sets the bits of some filters in the marks of one window.
  @inlinable @inline(__always)
  static func mark(
    _ taps: ChosenTaps, _ marks: UnsafeMutableRawPointer, _ chosen: V, _ filter: Int
  ) {
    let shift = UInt64(truncatingIfNeeded: filter % 64)
    for tap in 0..<taps.taps {
      let bits = V.equalLanes(chosen, V(repeating: Float(tap))) &<< shift
      let word = 8 &* (tap &* taps.words &+ filter / 64)
      let others = shift == 0 ? 0 : marks.load(fromByteOffset: word, as: UInt64.self)
      marks.storeBytes(of: others | bits, toByteOffset: word, as: UInt64.self)
    }
  }

  /// Adds a window to the list of each filter, without a branch: an entry that does not count is written over.
  @inlinable @inline(__always)
  static func list(
    _ taps: ChosenTaps, _ patch: Int, _ gradients: UnsafePointer<Float>, _ choice: UnsafePointer<Float>,
    _ lists: UnsafeMutablePointer<TapGradient>, _ capacity: Int, _ counts: UnsafeMutablePointer<Int>
  ) {
    for filter in 0..<taps.filters {
      let tap = Int(truncatingIfNeeded: Int32(choice[filter]))
      let count = counts[filter]
      lists[filter &* capacity &+ count] = TapGradient(
        place: PatchPlace(patch &+ taps.tapPlaces[tap &+ 1]), gradient: gradients[filter])
      counts[filter] = count &+ (tap < 0 ? 0 : 1)
    }
  }

  @inlinable @inline(__always)
  public static func addKernelGradients(
    _ taps: ChosenTaps, _ part: PatchPart, image: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>
  ) {
    var rest = part
    while let some = takeRows(from: &rest) {
      if case .everyWindow(let places, _) = taps.entries, some.units <= 2 {
        forThinPatch(
          of: some,
          GroupedKernelGradients<Self>(
            taps: taps, part: some, places: places, image: image, packed: packed))
      } else {
        forPatch(of: some, KernelGradients(taps: taps, part: some, image: image, packed: packed))
      }
    }
  }

  @inlinable @inline(__always)
  public static func addImageGradients(
    _ taps: ChosenTaps, _ part: PatchPart, packed: UnsafePointer<Float>, image: UnsafeMutablePointer<Float>
  ) {
    // Patches overlap, and the order of their sums is that of windows and taps: where the registers do not hold all
    // rows, each tap is gone through several times.
    var some = part
    while some.rows &* some.units > mostUnits || part.rows % some.rows > 0 { some.rows &-= 1 }
    forPatch(
      of: some,
      ImageGradients(
        taps: taps, part: some, passes: part.rows / some.rows, packed: packed, image: image))
  }

  /// As many rows of a part as the registers hold: in the kernel they have nothing to do with one another.
  @inlinable @inline(__always)
  static func takeRows(from rest: inout PatchPart) -> PatchPart? {
    guard rest.rows > 0 else { return nil }
    var some = rest
    some.rows = min(rest.rows, max(1, mostUnits / rest.units))
    rest.rows &-= some.rows
    rest.place &+= some.rows &* rest.rowStep
    rest.packedPlace &+= some.rows &* rest.packedRowStep
    return some
  }
}
