/// All that the pixels of an image follow from, its file's bytes apart.
struct PixelFormat: Hashable, Sendable {
  var size: ImageSize
  var color: ColorMode
  var interpolation: Interpolation
  var decoding: DecodingOptions

  /// The bytes of one image: H W C.
  var byteCount: Int { size.area * color.channels }
}
