import Synchronization

/// Mixes images that lie in memory with others, which it keeps in memory of its own meanwhile.
final class ImageMixer: Sendable {
  private let mixing: SampleMixing
  /// The floats of an image.
  private let count: Int
  private let free: Mutex<[Room]>

  /// Room for one image.
  private final class Room: @unchecked Sendable {
    // Unchecked: one thread at a time takes it out of the list.
    let start: UnsafeMutablePointer<Float>

    init(_ count: Int) {
      start = .allocate(capacity: count)
      start.initialize(repeating: 0, count: count)
    }

    deinit { start.deallocate() }
  }

  /// Makes room for as many images as threads commonly mix at a time; more is made when it is needed.
  init(_ mixing: SampleMixing, count: Int) {
    self.mixing = mixing
    self.count = count
    free = Mutex((0..<16).map { _ in Room(count) })
  }

  /// Replaces the pixels of `rows` by their mixture with the image that `write` writes, its rows without gaps.
  func mix(_ draw: SampleMixing.Draw, into rows: PixelRows, write: (UnsafeMutablePointer<Float>) -> Void) {
    let room = free.withLock { $0.popLast() } ?? Room(count)
    write(room.start)
    let other = PixelRows(
      height: rows.height, width: rows.width, channels: rows.channels, stride: rows.count, start: room.start)
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
    free.withLock { $0.append(room) }
  }
}
