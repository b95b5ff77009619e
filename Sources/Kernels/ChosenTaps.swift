/// A block of windows of a max pooling right behind a convolution, on the way back.
///
/// The gradient of a window goes to one of its taps, for each filter to another; of the gradient of the
/// convolution's output, few numbers are not zero. They are kept twice, in the order of the image for dX, and by
/// filters for dW.
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
  /// g, the gradient of what each window passes on, one float a filter, padded to a multiple of 16.
  public var gradients: UnsafeMutablePointer<Float>
  /// For each window, tap and 64 filters a word, whose bit f says that filter f took this tap; nil where nothing asks
  /// for dX.
  public var marks: UnsafeMutableRawPointer?
  /// For each filter a list of `TapGradient`.
  public var lists: UnsafeMutableRawPointer
  /// The most entries of a list.
  public var capacity: Int
  /// The number of entries of each list.
  public var counts: UnsafeMutablePointer<Int>

  /// Describes a block.
  @inlinable public init(
    windows: Int, taps: Int, filters: Int, tapPlaces: UnsafePointer<Int>, windowStep: Int,
    gradients: UnsafeMutablePointer<Float>, marks: UnsafeMutableRawPointer?, lists: UnsafeMutableRawPointer,
    capacity: Int, counts: UnsafeMutablePointer<Int>
  ) {
    self.windows = windows
    self.taps = taps
    self.filters = filters
    self.tapPlaces = tapPlaces
    self.windowStep = windowStep
    self.gradients = gradients
    self.marks = marks
    self.lists = lists
    self.capacity = capacity
    self.counts = counts
  }

  /// The words of the marks of one tap.
  @_transparent public static func words(filters: Int) -> Int { (filters &+ 63) / 64 }
  @_transparent
  @usableFromInline var words: Int { Self.words(filters: filters) }
  @_transparent
  @usableFromInline var gradientStep: Int { (filters &+ 15) / 16 &* 16 }
}

/// One number of the gradient of a convolution's output, and where its patch stands.
@frozen public struct TapGradient {
  /// The place of the patch in the image.
  @usableFromInline let place: Int32
  /// The gradient.
  @usableFromInline let gradient: Float

  @_transparent
  @usableFromInline init(place: Int32, gradient: Float) {
    self.place = place
    self.gradient = gradient
  }
}
