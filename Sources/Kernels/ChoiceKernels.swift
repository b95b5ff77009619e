/// A part of the patches of a convolution: units of 16 floats side by side, in rows that are equally far apart.
@frozen public struct PatchPart {
  /// The rows: 1 to 5.
  public var rows: Int
  /// The units of a row: 1 to 6.
  public var units: Int
  /// Where the part stands in the image, counted from the patch's place.
  public var place: Int
  /// The distance of its rows in the image.
  public var rowStep: Int
  /// Where the part stands in the packed weights of the first filter.
  public var packedPlace: Int
  /// The distance of its rows in the packed weights.
  public var packedRowStep: Int
  /// The distance of the filters in the packed weights.
  public var filterStep: Int

  /// Describes a part.
  @inlinable public init(
    rows: Int, units: Int, place: Int, rowStep: Int, packedPlace: Int, packedRowStep: Int, filterStep: Int
  ) {
    self.rows = rows
    self.units = units
    self.place = place
    self.rowStep = rowStep
    self.packedPlace = packedPlace
    self.packedRowStep = packedRowStep
    self.filterStep = filterStep
  }
}

/// The kernels that take a gradient through a max pooling and a convolution in one go, along the chosen taps alone.
public protocol ChoiceKernels {
  /// The vector type.
  associatedtype V: Vector
  /// 16 floats.
  associatedtype Unit: Run where Unit.V == V

  /// The units that the registers hold.
  static var mostUnits: Int { get }

  /// g = dy · derivative for a row of windows, their marks, and their entries added to the filters' lists; and the sum
  /// of what passes added to `dBias`.
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
    for window in 0..<taps.windows {
      let first = window &* taps.filters
      let gradients = taps.gradients + window &* taps.gradientStep
      var filter = 0
      while filter < taps.filters {
        let count = min(taps.filters &- filter, V.width)
        let at = first &+ filter
        let passed = PassedGradient<V>(
          channels: count, dy: dy + at, choice: choice + at, derivative: derivative.map { $0 + at })
        passed.gradient.store(gradients + filter)
        if let dBias { passed.add(to: dBias + filter) }
        if let marks = taps.marks {
          mark(taps, marks + window &* taps.taps &* taps.words &* 8, passed.chosen, filter)
        }
        filter &+= V.width
      }
      list(taps, place &+ window &* taps.windowStep, gradients, choice + first)
    }
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
    _ taps: ChosenTaps, _ place: Int, _ gradients: UnsafePointer<Float>, _ choice: UnsafePointer<Float>
  ) {
    let size = MemoryLayout<TapGradient>.stride
    for filter in 0..<taps.filters {
      let tap = Int(truncatingIfNeeded: Int32(choice[filter]))
      let count = taps.counts[filter]
      let entry = TapGradient(
        place: Int32(truncatingIfNeeded: place &+ taps.tapPlaces[tap &+ 1]), gradient: gradients[filter])
      taps.lists.storeBytes(
        of: entry, toByteOffset: size &* (filter &* taps.capacity &+ count), as: TapGradient.self)
      taps.counts[filter] = count &+ (tap < 0 ? 0 : 1)
    }
  }

  @inlinable @inline(__always)
  public static func addKernelGradients(
    _ taps: ChosenTaps, _ part: PatchPart, image: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>
  ) {
    // Where the registers do not hold all rows, some at a time: they have nothing to do with one another.
    let most = max(1, min(part.rows, mostUnits / part.units))
    var row = 0
    while row < part.rows {
      var some = part
      some.rows = min(most, part.rows &- row)
      some.place = part.place &+ row &* part.rowStep
      some.packedPlace = part.packedPlace &+ row &* part.packedRowStep
      forPatch(of: some, KernelGradients(taps: taps, part: some, image: image, packed: packed))
      row &+= some.rows
    }
  }

  @inlinable @inline(__always)
  public static func addImageGradients(
    _ taps: ChosenTaps, _ part: PatchPart, packed: UnsafePointer<Float>, image: UnsafeMutablePointer<Float>
  ) {
    forPatch(of: part, ImageGradients(taps: taps, part: part, packed: packed, image: image))
  }

  /// Runs `body` with the type of a part's rows and units.
  @inlinable @inline(__always)
  static func forPatch<Body: PatchBody>(of part: PatchPart, _ body: Body) {
    typealias Two = Joined<Unit, Unit>
    typealias Four = Joined<Two, Two>
    switch part.units {
    case 1: forRows(of: part, Unit.self, body)
    case 2: forRows(of: part, Two.self, body)
    case 3: forRows(of: part, Joined<Two, Unit>.self, body)
    case 4: forRows(of: part, Four.self, body)
    case 5: forRows(of: part, Joined<Four, Unit>.self, body)
    default: forRows(of: part, Joined<Four, Two>.self, body)
    }
  }

  @inlinable @inline(__always)
  static func forRows<Row: Run, Body: PatchBody>(of part: PatchPart, _: Row.Type, _ body: Body) {
    typealias One = OneRow<Row>
    typealias Two = Stacked<One, One>
    let units = Row.count / Unit.count
    let most = min(mostUnits, Body.mostUnits)
    switch part.rows {
    case 1: body.run(One.self)
    case 2: if 2 &* units <= most { body.run(Two.self) }
    case 3: if 3 &* units <= most { body.run(Stacked<Two, One>.self) }
    case 4: if 4 &* units <= most { body.run(Stacked<Two, Two>.self) }
    default: if 5 &* units <= most { body.run(Stacked<Stacked<Two, Two>, One>.self) }
    }
  }
}

/// What is done with a part of patches, written for a part of any size.
@usableFromInline protocol PatchBody {
  /// The most units of a part.
  static var mostUnits: Int { get }
  func run<P: Patch>(_: P.Type)
}

/// dW[f] += g · patch of X
@frozen
@usableFromInline struct KernelGradients: PatchBody {
  @_transparent
  @usableFromInline static var mostUnits: Int { 24 }
  @usableFromInline let taps: ChosenTaps
  @usableFromInline let part: PatchPart
  @usableFromInline let image: UnsafePointer<Float>
  @usableFromInline let packed: UnsafeMutablePointer<Float>

  @_transparent
  @usableFromInline init(
    taps: ChosenTaps, part: PatchPart, image: UnsafePointer<Float>, packed: UnsafeMutablePointer<Float>
  ) {
    self.taps = taps
    self.part = part
    self.image = image
    self.packed = packed
  }

  @_transparent
  @usableFromInline func run<P: Patch>(_: P.Type) {
    let x = image + part.place
    for filter in 0..<taps.filters {
      let weights = packed + (part.packedPlace &+ filter &* part.filterStep)
      var entry = UnsafeRawPointer(
        taps.lists + MemoryLayout<TapGradient>.stride &* filter &* taps.capacity)
      var sum = P(loading: weights, part.packedRowStep)
      for _ in 0..<taps.counts[filter] {
        let tap = entry.load(as: TapGradient.self)
        sum.addProduct(of: P.Row.V(repeating: tap.gradient), x + Int(tap.place), part.rowStep)
        entry += MemoryLayout<TapGradient>.stride
      }
      sum.store(weights, part.packedRowStep)
    }
  }
}

/// patch of dX += g · W[f]
@frozen
@usableFromInline struct ImageGradients: PatchBody {
  @_transparent
  @usableFromInline static var mostUnits: Int { 6 }
  @usableFromInline let taps: ChosenTaps
  @usableFromInline let part: PatchPart
  @usableFromInline let packed: UnsafePointer<Float>
  @usableFromInline let image: UnsafeMutablePointer<Float>

  @_transparent
  @usableFromInline init(
    taps: ChosenTaps, part: PatchPart, packed: UnsafePointer<Float>, image: UnsafeMutablePointer<Float>
  ) {
    self.taps = taps
    self.part = part
    self.packed = packed
    self.image = image
  }

  @_transparent
  @usableFromInline func run<P: Patch>(_: P.Type) {
    guard let allMarks = taps.marks else { return }
    let weights = packed + part.packedPlace
    let words = taps.words
    for window in 0..<taps.windows {
      let gradients = taps.gradients + window &* taps.gradientStep
      for tap in 0..<taps.taps {
        let marks = allMarks + 8 &* words &* (window &* taps.taps &+ tap)
        let place = image + (part.place &+ window &* taps.windowStep &+ taps.tapPlaces[tap &+ 1])
        var sum = P(loading: place, part.rowStep)
        for word in 0..<words {
          var mark = marks.load(fromByteOffset: 8 &* word, as: UInt64.self)
          while mark != 0 {
            let filter = word &* 64 &+ mark.trailingZeroBitCount
            mark &= mark &- 1
            sum.addProduct(
              of: P.Row.V(repeating: gradients[filter]), weights + filter &* part.filterStep,
              part.packedRowStep)
          }
        }
        sum.store(place, part.rowStep)
      }
    }
  }
}
