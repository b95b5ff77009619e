extension ImageDataGenerator {
  /// How the values of images are changed at random; names and defaults are Keras'.
  public struct Color: Hashable, Sendable {
    /// The factors of which every image gets one; nil for none.
    public var brightnessRange: ClosedRange<Double>?
    /// s: every image gets one number of −s ... s added, in levels of 0 to 255.
    public var channelShiftRange: Double

    /// Describes how values are changed; without arguments, not at all.
    ///
    /// - Precondition: Brightness and channel shift are finite and not negative.
    public init(brightnessRange: ClosedRange<Double>? = nil, channelShiftRange: Double = 0) {
      if let range = brightnessRange {
        precondition(
          range.lowerBound >= 0 && range.upperBound.isFinite, "A brightness is finite and not negative")
      }
      precondition(
        channelShiftRange >= 0 && channelShiftRange.isFinite, "A channel shift is finite and not negative")
      self.brightnessRange = brightnessRange
      self.channelShiftRange = channelShiftRange
    }

    /// Whether nothing is drawn.
    var isNone: Bool { brightnessRange == nil && channelShiftRange == 0 }
  }
}
