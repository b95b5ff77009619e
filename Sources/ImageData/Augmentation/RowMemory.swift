/// Memory for a few floats, lent to one thread at a time and made beforehand for as many as commonly work at once.
final class RowMemory: Sendable {
  private let rooms: Pool<Room>

  private final class Room: @unchecked Sendable {
    // Unchecked: one thread at a time takes it out of its pool.
    let start: UnsafeMutablePointer<Float>

    init(_ count: Int) {
      start = .allocate(capacity: count)
      start.initialize(repeating: 0, count: count)
    }

    deinit { start.deallocate() }
  }

  /// Makes room for `count` floats, for 16 threads; more is made when it is needed.
  init(count: Int) {
    rooms = Pool(prepared: 16) { Room(count) }
  }

  /// Calls `body` with memory of its own.
  func withMemory(_ body: (UnsafeMutablePointer<Float>) -> Void) {
    rooms.withOne { body($0.start) }
  }
}
