import Foundation

/// Things that one thread at a time works with: taken, used and given back; made where none is free.
///
/// The lock is Foundation's: Thread Sanitizer sees it, and does not see that of `Synchronization`.
final class Pool<Element: Sendable>: @unchecked Sendable {
  private let lock = NSLock()
  private var free: [Element]
  private let make: @Sendable () -> Element

  /// A pool of so many things that are made beforehand; more are made when they are needed.
  init(prepared count: Int = 0, _ make: @escaping @Sendable () -> Element) {
    self.make = make
    free = (0..<count).map { _ in make() }
  }

  /// Calls `body` with a thing that nobody else has meanwhile.
  func withOne<Result, Failure: Error>(
    _ body: (Element) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let element = take()
    defer { give(element) }
    return try body(element)
  }

  /// A thing that nobody else has.
  func take() -> Element {
    lock.withLock { free.popLast() } ?? make()
  }

  /// Gives a thing back.
  func give(_ element: Element) {
    lock.withLock { free.append(element) }
  }
}
