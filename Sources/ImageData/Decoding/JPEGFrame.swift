/// Size and components of an ordinary JPEG file, found without a decoder.
///
/// TurboJPEG reads all of a header to tell its size, and reads it again to decode: of a small picture, a tenth of the
/// time. So the frame's own segment is looked up here, and TurboJPEG is asked only where the file is out of the ordinary
/// in any way. It checks all of it when it decodes.
struct JPEGFrame {
  let height: Int
  let width: Int
  /// 1 or 3.
  let components: Int

  /// Finds the first frame; `nil` if it is not of gray or three colors in 8 bits, or if the file is not one segment after
  /// the other up to there.
  init?(_ bytes: UnsafeRawBufferPointer) {
    func word(_ place: Int) -> Int { Int(bytes[place]) << 8 | Int(bytes[place + 1]) }
    var place = 2
    while place + 10 <= bytes.count, bytes[place] == 0xFF {
      let length = word(place + 2)
      switch bytes[place + 1] {
      case 0xC0, 0xC1, 0xC2:
        // Baseline, extended, progressive: length, bits, height, width, components, three bytes for each of them.
        height = word(place + 5)
        width = word(place + 7)
        components = Int(bytes[place + 9])
        guard bytes[place + 4] == 8, components == 1 || components == 3, length == 8 + 3 * components,
          height > 0, width > 0
        else { return nil }
        return
      case 0xC4, 0xDB, 0xDD, 0xE0...0xEF, 0xFE:
        guard length >= 2 else { return nil }
        place += 2 + length
      default:
        return nil
      }
    }
    return nil
  }
}
