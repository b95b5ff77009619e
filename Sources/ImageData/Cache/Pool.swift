import Synchronization

/// Things that one thread at a time works with: taken, used and given back; made where none is free.
final class Pool<Element: Sendable>: Sendable {
  private let free: Mutex<[Element]>
  private let make: @Sendable () -> Element

  /// A pool of so many things that are made beforehand; more are made when they are needed.
  init(prepared count: Int = 0, _ make: @escaping @Sendable () -> Element) {
    self.make = make
    free = Mutex((0..<count).map { _ in make() })
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
    free.withLock { $0.popLast() } ?? make()
  }

  /// Gives a thing back.
  func give(_ element: Element) {
    free.withLock { $0.append(element) }
  }
}
