/// The channels that an image is decoded to; the names are Keras' `color_mode`.
public enum ColorMode: String, Sendable, Hashable, CaseIterable {
  /// One channel: L = (19595 R + 38470 G + 7471 B + 32768) >> 16 of a color image, as Pillow computes it.
  case grayscale
  /// Three channels: red, green, blue. A gray image has three equal ones.
  case rgb

  /// The number of channels, C.
  public var channels: Int { self == .grayscale ? 1 : 3 }
}
