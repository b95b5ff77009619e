/// What happens to one image in one epoch: drawn first, applied without any further chance.
///
/// output(p) = input(C + R (S Z (p' − C) + t)), where p' is the place p = (row, column), counted from the other end if
/// flipped; C = ((H − 1)/2, (W − 1)/2) is the true center; R = [cos θ, −sin θ; sin θ, cos θ] turns, S = [1, −sin σ; 0, cos σ]
/// shears, Z = diag(zoom) and t = (vertical, horizontal shift) in pixels. So the image is moved first, flipped last, as in
/// Keras, whose matrices these are. Then come the colors: the channel shift, and the brightness.
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

  /// Creates a transform; without arguments, the one that changes nothing.
  public init(
    rotation: Double = 0, verticalShift: Double = 0, horizontalShift: Double = 0, shear: Double = 0,
    verticalZoom: Double = 1, horizontalZoom: Double = 1, flipsHorizontally: Bool = false,
    flipsVertically: Bool = false, channelShift: Double = 0, brightness: Double = 1
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
  }

  /// Whether pixels only change places along rows and columns, at equal distances: R S Z = 1.
  var isOnlyShiftedOrFlipped: Bool {
    rotation == 0 && shear == 0 && verticalZoom == 1 && horizontalZoom == 1
  }

  /// Whether values are changed, apart from interpolation.
  var changesColors: Bool { channelShift != 0 || brightness != 1 }
}
