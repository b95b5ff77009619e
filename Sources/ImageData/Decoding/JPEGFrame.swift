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
  /// Whether the picture comes in many scans, each of which refines it.
  let isProgressive: Bool

  /// Finds the first frame; `nil` if it is not of gray or three colors in 8 bits, or if the file is not one segment after
  /// the other up to there.
  init?(_ bytes: UnsafeRawBufferPointer) {
    for (marker, data) in JPEGSegments(bytes) {
      switch marker {
      case 0xC0, 0xC1, 0xC2:
        // Baseline, extended, progressive: bits, height, width, components, three bytes for each of them.
        guard data.count >= 6 else { return nil }
        func word(_ place: Int) -> Int {
          Int(bytes[data.lowerBound + place]) << 8 | Int(bytes[data.lowerBound + place + 1])
        }
        height = word(1)
        width = word(3)
        components = Int(bytes[data.lowerBound + 5])
        guard bytes[data.lowerBound] == 8, components == 1 || components == 3,
          data.count == 6 + 3 * components, height > 0, width > 0
        else { return nil }
        isProgressive = marker == 0xC2
        return
      case 0xC4, 0xDB, 0xDD, 0xE0...0xEF, 0xFE: continue
      default: return nil
      }
    }
    return nil
  }
}
