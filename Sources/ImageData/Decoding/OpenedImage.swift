/// A file whose header was read and whose pixels can be.
protocol OpenedImage {
  /// What the file's header says, of the image as it is stored.
  var header: ImageHeader { get }

  /// How the stored image is turned to stand upright.
  var orientation: ImageOrientation { get }

  /// Whether some pixels may be transparent.
  var hasAlpha: Bool { get }

  /// How the pixels are delivered where `color` is wanted.
  func layout(for color: ColorMode) -> PixelLayout

  /// The factor by which the image may be reduced while it is decoded if it is to be resized: 1, 2 or 4.
  func divisor(toReach size: ImageSize) -> Int

  /// Decodes the whole file; memory for all pixels of the layout, at that part of the size, is behind `pixels`.
  func decode(
    _ layout: PixelLayout, reducedBy divisor: Int, into pixels: UnsafeMutableRawPointer
  ) throws(DecodingError)
}

extension OpenedImage {
  /// Formats without EXIF data store images upright.
  var orientation: ImageOrientation { .upright }

  /// Bytes with alpha are delivered only where there is some.
  var hasAlpha: Bool { layout(for: .rgba) == .rgba8 }

  /// Formats that store pixels are decoded at their own size.
  func divisor(toReach size: ImageSize) -> Int { 1 }
}
