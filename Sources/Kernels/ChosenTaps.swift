/// A block of windows of a max pooling right behind a convolution, on the way back.
///
/// The gradient of a window goes to one of its taps, for each filter to another; of the gradient of the
/// convolution's output, few numbers are not zero. They are kept by windows, and where some of many filters let nothing
/// pass, also in a list for each filter, for dW.
@frozen public struct ChosenTaps {
  /// The number of windows side by side.
  public var windows: Int
  /// The taps of a window.
  public var taps: Int
  /// F.
  public var filters: Int
  /// The place of the patch of each tap of a window, counted from that of its first; before them a 0 for no tap.
  public var tapPlaces: UnsafePointer<Int>
  /// The distance of the patches of neighbouring windows.
  public var windowStep: Int
  /// g, the gradient of what each window passes on, one float a filter; padded to a multiple of 16 where there are
  /// marks.
  public var gradients: UnsafeMutablePointer<Float>
  /// For each window, tap and 64 filters a word, whose bit f says that filter f took this tap; nil where nothing asks
  /// for dX.
  public var marks: UnsafeMutableRawPointer?
  /// What the filters took, for dW.
  public var entries: Entries

  /// What the filters took, as dW reads it; all places are below `PatchPlace.limit`.
  @frozen public enum Entries {
    /// The place of each window's patch, laid out as the gradients. Nothing is left out: what does not pass has the
    /// gradient 0.
    ///
    /// `windowPlaces` has the first tap's place of each window of a row, once for each filter.
    case everyWindow(places: UnsafeMutablePointer<PatchPlace>, windowPlaces: UnsafePointer<PatchPlace>)
    /// For each filter a list of `TapGradient`, of the windows that pass something.
    ///
    /// Lists are `capacity` entries apart, of which the last is never part of a list; `counts` has their lengths.
    case lists(UnsafeMutablePointer<TapGradient>, capacity: Int, counts: UnsafeMutablePointer<Int>)
  }

  /// Describes a block.
  @inlinable public init(
    windows: Int, taps: Int, filters: Int, tapPlaces: UnsafePointer<Int>, windowStep: Int,
    gradients: UnsafeMutablePointer<Float>, marks: UnsafeMutableRawPointer?, entries: Entries
  ) {
    self.windows = windows
    self.taps = taps
    self.filters = filters
    self.tapPlaces = tapPlaces
    self.windowStep = windowStep
    self.gradients = gradients
    self.marks = marks
    self.entries = entries
  }

  /// The entries of one filter: places and gradients, both `step` floats apart.
  @_transparent
  @usableFromInline func entries(ofFilter filter: Int) -> (
    place: UnsafePointer<PatchPlace>, gradient: UnsafePointer<Float>, step: Int, count: Int
  ) {
    switch entries {
    case .everyWindow(let places, _):
      return (UnsafePointer(places + filter), UnsafePointer(gradients + filter), gradientStep, windows)
    case .lists(let lists, let capacity, let counts):
      let list = UnsafeRawPointer(lists + filter &* capacity)
      return (
        list.assumingMemoryBound(to: PatchPlace.self),
        (list + MemoryLayout<PatchPlace>.stride).assumingMemoryBound(to: Float.self), 2, counts[filter]
      )
    }
  }

  /// Goes on to later windows; lists stay where they are.
  @inlinable public mutating func skipWindows(_ count: Int) {
    let floats = count &* gradientStep
    gradients += floats
    marks = marks.map { $0 + 8 &* count &* taps &* words }
    if case .everyWindow(let places, let windowPlaces) = entries {
      entries = .everyWindow(places: places + floats, windowPlaces: windowPlaces)
    }
  }

  /// The words of the marks of one tap.
  @_transparent public static func words(filters: Int) -> Int { (filters &+ 63) / 64 }
  @_transparent
  @usableFromInline var words: Int { Self.words(filters: filters) }
  @_transparent
  @usableFromInline var gradientStep: Int { Self.gradientStep(filters: filters, hasMarks: marks != nil) }
  /// The distance of the windows' gradients.
  @_transparent public static func gradientStep(filters: Int, hasMarks: Bool) -> Int {
    hasMarks ? (filters &+ 15) / 16 &* 16 : filters
  }
}

/// One number of the gradient of a convolution's output, and where its patch stands.
@frozen public struct TapGradient {
  /// The place of the patch in the image.
  public let place: PatchPlace
  /// The gradient.
  public let gradient: Float

  /// Makes an entry.
  @inlinable public init(place: PatchPlace, gradient: Float) {
    self.place = place
    self.gradient = gradient
  }
}

/// The place of a patch as the vectors compute it: the number 2²³ + place, whose last 23 bits are the place.
@frozen public struct PatchPlace {
  @usableFromInline let number: Float

  /// Notes a place.
  @inlinable public init(_ place: Int) { number = Self.zero + Float(place) }

  /// Places are below 2²³.
  @_transparent public static var limit: Int { 1 << 23 }
  /// 2²³, from which on floats are whole numbers that count in their last bit.
  @_transparent
  @usableFromInline static var zero: Float { 0x1p23 }

  /// The place.
  @_transparent public var value: Int { Int(number.bitPattern & 0x7F_FFFF) }
}
