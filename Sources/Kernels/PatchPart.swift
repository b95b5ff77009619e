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
