/// What happens to one image in one epoch: drawn first, applied without any further chance.
///
/// output(p) = input(C + R (S Z (p' − C) + t)), where p' is the place p = (row, column), counted from the other end if
/// flipped; C = ((H − 1)/2, (W − 1)/2) is the true center; R = [cos θ, −sin θ; sin θ, cos θ] turns, S = [1, −sin σ; 0, cos σ]
/// shears, Z = diag(zoom) and t = (vertical, horizontal shift) in pixels. So the image is moved first, flipped last, as in
/// Keras, whose matrices these are. What is input here is the crop of the image, if there is one, brought to the image's
/// size. Then come the colors: the channel shift, the brightness; contrast, saturation and hue together; the operations of
/// ``RandAugment``, those that move pixels as part of the one map; the erased box.
public struct ImageTransform: Hashable, Sendable {
  /// θ in degrees: clockwise above 0.
  public var rotation: Double
  /// Rows by which the image moves up.
  public var verticalShift: Double
  /// Columns by which the image moves to the left.
  public var horizontalShift: Double
  /// σ in degrees.
  public var shear: Double
  /// How many of the image's rows a row of the result spans: above 1 the image gets flatter.
  public var verticalZoom: Double
  /// How many of the image's columns a column of the result spans: above 1 the image gets narrower.
  public var horizontalZoom: Double
  /// Whether left and right are exchanged.
  public var flipsHorizontally: Bool
  /// Whether top and bottom are exchanged.
  public var flipsVertically: Bool
  /// What is added to every channel, in levels of 0 to 255; no sum goes beyond the image's own least and greatest value.
  public var channelShift: Double
  /// What every channel is multiplied by; no product goes beyond 0 or 255.
  public var brightness: Double
  /// How far every channel lies from the image's mean gray, as a factor.
  public var contrast: Double
  /// How far every channel lies from the pixel's gray, as a factor.
  public var saturation: Double
  /// By how many degrees the colors turn around gray.
  public var hue: Double
  /// The part of the image that is seen; nil for all of it.
  public var crop: Crop?
  /// The part of the result that is written over; nil for none.
  public var erased: Box?
  /// What ``RandAugment`` does besides, after geometry and colors.
  public var operations: ImageOperations

  /// A rectangle between the edges of pixels, in pixels: all of an image has its top and left at 0.
  public struct Crop: Hashable, Sendable {
    /// The distance from the image's upper edge, its left edge, and the sides.
    public var top, left, height, width: Double

    /// Describes a rectangle.
    public init(top: Double, left: Double, height: Double, width: Double) {
      (self.top, self.left, self.height, self.width) = (top, left, height, width)
    }
  }

  /// A rectangle of whole pixels.
  public struct Box: Hashable, Sendable {
    /// The first row, the first column, and the numbers of both.
    public var top, left, height, width: Int

    /// Describes a rectangle.
    public init(top: Int, left: Int, height: Int, width: Int) {
      (self.top, self.left, self.height, self.width) = (top, left, height, width)
    }
  }

  /// Creates a transform; without arguments, the one that changes nothing.
  public init(
    rotation: Double = 0, verticalShift: Double = 0, horizontalShift: Double = 0, shear: Double = 0,
    verticalZoom: Double = 1, horizontalZoom: Double = 1, flipsHorizontally: Bool = false,
    flipsVertically: Bool = false, channelShift: Double = 0, brightness: Double = 1, contrast: Double = 1,
    saturation: Double = 1, hue: Double = 0, crop: Crop? = nil, erased: Box? = nil,
    operations: ImageOperations = []
  ) {
    self.rotation = rotation
    self.verticalShift = verticalShift
    self.horizontalShift = horizontalShift
    self.shear = shear
    self.verticalZoom = verticalZoom
    self.horizontalZoom = horizontalZoom
    self.flipsHorizontally = flipsHorizontally
    self.flipsVertically = flipsVertically
    self.channelShift = channelShift
    self.brightness = brightness
    self.contrast = contrast
    self.saturation = saturation
    self.hue = hue
    self.crop = crop
    self.erased = erased
    self.operations = operations
  }

  /// Whether pixels only change places along rows and columns, at equal distances: R S Z = 1.
  var isOnlyShiftedOrFlipped: Bool {
    rotation == 0 && shear == 0 && verticalZoom == 1 && horizontalZoom == 1 && crop == nil
      && !operations.moves
  }

  /// Whether values are changed, apart from interpolation.
  var changesColors: Bool { channelShift != 0 || brightness != 1 }

  /// Whether the channels of a pixel are mixed with one another or with the image's gray.
  var mixesColors: Bool { contrast != 1 || saturation != 1 || hue != 0 }
}
