/// Mixes images that lie in memory with others, which it keeps in memory of its own meanwhile.
final class ImageMixer: Sendable {
  private let mixing: SampleMixing
  private let memory: RowMemory

  /// Makes room for images of `count` floats.
  init(_ mixing: SampleMixing, count: Int) {
    self.mixing = mixing
    memory = RowMemory(count: count)
  }

  /// Replaces the pixels of `rows` by their mixture with the image that `write` writes, its rows without gaps.
  func mix(_ draw: SampleMixing.Draw, into rows: PixelRows, write: (UnsafeMutablePointer<Float>) -> Void) {
    memory.withMemory { start in
      write(start)
      let other = PixelRows(
        height: rows.height, width: rows.width, channels: rows.channels, stride: rows.count, start: start)
      switch mixing.kind {
      case .mixup:
        let share = Float(draw.share)
        for y in 0..<rows.height {
          let (row, otherRow) = (rows.row(y), other.row(y))
          for i in 0..<rows.count { row[i] = share * row[i] + (1 - share) * otherRow[i] }
        }
      case .cutmix:
        let (first, count) = (draw.box.left * rows.channels, draw.box.width * rows.channels)
        for y in draw.box.top..<draw.box.top + draw.box.height {
          (rows.row(y) + first).update(from: other.row(y) + first, count: count)
        }
      }
    }
  }
}
