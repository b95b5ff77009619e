/// Where the channels of a pixel lie in a word of 16 or 32 bits.
struct BMPMasks {
  private let red: Channel
  private let green: Channel
  private let blue: Channel
  private let alpha: Channel?

  /// 0 rrrrr ggggg bbbbb.
  static let fiveBits = BMPMasks(
    red: .init(shift: 10, most: 31), green: .init(shift: 5, most: 31), blue: .init(shift: 0, most: 31),
    alpha: nil)
  /// A byte without meaning, red, green, blue.
  static let eightBits = BMPMasks(
    red: .init(shift: 16, most: 255), green: .init(shift: 8, most: 255), blue: .init(shift: 0, most: 255),
    alpha: nil)

  private init(red: Channel, green: Channel, blue: Channel, alpha: Channel?) {
    self.red = red
    self.green = green
    self.blue = blue
    self.alpha = alpha
  }

  /// Checks masks as a file gives them; `nil` if the bits of one do not stand side by side.
  init?(red: Int, green: Int, blue: Int, alpha: Int) {
    guard let red = Channel(mask: red), let green = Channel(mask: green), let blue = Channel(mask: blue),
      let alpha = Channel(mask: alpha)
    else { return nil }
    self.init(red: red, green: green, blue: blue, alpha: alpha.most == 0 ? nil : alpha)
  }

  var hasAlpha: Bool { alpha != nil }

  /// The color in a word.
  func color(_ word: UInt64) -> PixelColor {
    PixelColor(
      red: red.byte(word), green: green.byte(word), blue: blue.byte(word), alpha: alpha?.byte(word) ?? 255)
  }

  private struct Channel {
    let shift: UInt64
    let most: UInt64

    init(shift: UInt64, most: UInt64) {
      self.shift = shift
      self.most = most
    }

    init?(mask: Int) {
      shift = mask == 0 ? 0 : UInt64(mask.trailingZeroBitCount)
      most = UInt64(mask) >> shift
      guard most & (most + 1) == 0 else { return nil }
    }

    /// 255 v / most, rounded down as Pillow does.
    func byte(_ word: UInt64) -> UInt8 {
      most == 0 ? 0 : UInt8(truncatingIfNeeded: (word >> shift & most) * 255 / most)
    }
  }
}
