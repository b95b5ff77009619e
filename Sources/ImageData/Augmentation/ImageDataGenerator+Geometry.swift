extension ImageDataGenerator {
  /// How images are moved at random; names and defaults are Keras'.
  public struct Geometry: Hashable, Sendable {
    /// r: images are turned by −r ... r degrees.
    public var rotationRange: Double
    /// How far images move to the left or right.
    public var widthShiftRange: ShiftRange
    /// How far images move up or down.
    public var heightShiftRange: ShiftRange
    /// s: images are sheared by −s ... s degrees.
    public var shearRange: Double
    /// By how much images are zoomed.
    public var zoomRange: ZoomRange
    /// Exchange left and right of every other image.
    public var horizontalFlip: Bool
    /// Exchange top and bottom of every other image.
    public var verticalFlip: Bool
    /// What stands outside of a moved image.
    public var fillMode: FillMode
    /// The value outside with ``FillMode/constant``, from 0 to 255 as the pixels are; it is rescaled with them.
    public var cval: Float
    /// The part of an image's area that is seen, at random, brought to the size of the image; nil for all of it.
    ///
    /// A random resized crop: the area is uniform in this range, the ratio of width to height between 3/4 and 4/3 with an
    /// even logarithm, no side is longer than the image's, and every place is equally likely. The other changes come after
    /// it, and may show what lies around the crop.
    ///
    /// Szegedy et al., "Going deeper with convolutions", 2015.
    public var randomResizedCrop: ClosedRange<Double>?
    /// What stands between pixels.
    public var interpolationOrder: InterpolationOrder

    /// Describes how images are moved; without arguments, not at all.
    ///
    /// - Precondition: Angles are finite and not negative, the shear is below 90 degrees.
    public init(
      rotationRange: Double = 0, widthShiftRange: ShiftRange = .none, heightShiftRange: ShiftRange = .none,
      shearRange: Double = 0, zoomRange: ZoomRange = .none, horizontalFlip: Bool = false,
      verticalFlip: Bool = false, fillMode: FillMode = .nearest, cval: Float = 0,
      randomResizedCrop: ClosedRange<Double>? = nil, interpolationOrder: InterpolationOrder = .bilinear
    ) {
      precondition(
        rotationRange >= 0 && rotationRange.isFinite, "A rotation range is finite and not negative")
      precondition(shearRange >= 0 && shearRange < 90, "A shear range is at least 0 and below 90 degrees")
      precondition(widthShiftRange.isValid && heightShiftRange.isValid, "A shift range is finite")
      if let range = randomResizedCrop {
        precondition(
          range.lowerBound > 0 && range.upperBound <= 1, "A crop is a part of the image: above 0, at most 1")
      }
      precondition(cval.isFinite, "The value outside of the image is finite")
      self.rotationRange = rotationRange
      self.widthShiftRange = widthShiftRange
      self.heightShiftRange = heightShiftRange
      self.shearRange = shearRange
      self.zoomRange = zoomRange
      self.horizontalFlip = horizontalFlip
      self.verticalFlip = verticalFlip
      self.fillMode = fillMode
      self.cval = cval
      self.randomResizedCrop = randomResizedCrop
      self.interpolationOrder = interpolationOrder
    }

    /// A random crop, of the image's size, of the image with `padding` pixels of 0 around it: all (2 p + 1)² places are
    /// equally likely.
    public static func randomCrop(padding: Int) -> Geometry {
      Geometry(widthShiftRange: .pixels(padding), heightShiftRange: .pixels(padding), fillMode: .constant)
    }

    /// Whether something beyond the image's edges may be seen.
    public var showsMargins: Bool {
      rotationRange != 0 || !widthShiftRange.isNone || !heightShiftRange.isNone || shearRange != 0
        || !zoomRange.isNone
    }

    /// Whether nothing is drawn.
    var isNone: Bool { !showsMargins && !horizontalFlip && !verticalFlip && randomResizedCrop == nil }
  }
}
