/// The channels that an image is decoded to; the names are Keras' `color_mode`.
public enum ColorMode: String, Sendable, Hashable, CaseIterable {
  /// One channel: L = (19595 R + 38470 G + 7471 B + 32768) >> 16 of a color image, as Pillow computes it.
  case grayscale
  /// Three channels: red, green, blue. A gray image has three equal ones.
  case rgb
  /// Four channels: red, green, blue, and the opacity, which is 255 everywhere in an image without. The colors are not
  /// multiplied by it.
  case rgba

  /// The number of channels, C.
  public var channels: Int {
    switch self {
    case .grayscale: 1
    case .rgb: 3
    case .rgba: 4
    }
  }

  /// The mode of a number of channels; `nil` if there is none.
  public init?(channels: Int) {
    guard let mode = ColorMode.allCases.first(where: { $0.channels == channels }) else { return nil }
    self = mode
  }
}
