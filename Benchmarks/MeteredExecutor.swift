import Foundation
import TrainParallel

/// Passes tasks on to another executor, and notes how long each takes and on which thread.
final class MeteredExecutor: TaskExecutor, @unchecked Sendable {
  let threadCount: Int

  private let base: any TaskExecutor
  private var body: @Sendable (Int, Int) -> Void = { _, _ in }
  private var timed: @Sendable (Int, Int) -> Void = { _, _ in }
  /// What each task of the running batch noted.
  private let notes: UnsafeMutablePointer<Note>
  private static let mostTasks = 1 << 16

  private struct Note {
    var seconds = 0.0
    var thread = pthread_self()
  }

  /// Seconds of each task of each batch of a step, summed over the steps.
  private(set) var tasks: [[Double]] = []
  /// Seconds that the batches took, summed over the steps.
  private(set) var inBatches = 0.0
  /// Seconds that each thread was at work, in the order in which they turned up.
  private(set) var busy: [(thread: pthread_t, seconds: Double)] = []
  private var batch = 0

  init(_ base: any TaskExecutor) {
    self.base = base
    threadCount = base.threadCount
    notes = .allocate(capacity: Self.mostTasks)
    notes.initialize(repeating: Note(), count: Self.mostTasks)
    timed = { [unowned self] task, worker in
      let start = now()
      body(task, worker)
      notes[task] = Note(seconds: now() - start)
    }
  }

  deinit {
    notes.deallocate()
  }

  /// Forgets all notes.
  func reset() {
    tasks = []
    inBatches = 0
    busy = []
    batch = 0
  }

  /// Says that the next batch of tasks is a step's first.
  func beginStep() {
    batch = 0
  }

  func perform(_ count: Int, _ body: @escaping @Sendable (_ task: Int, _ worker: Int) -> Void) {
    precondition(count <= Self.mostTasks, "at most \(Self.mostTasks) tasks are noted, found \(count)")
    self.body = body
    let start = now()
    base.perform(count, timed)
    inBatches += now() - start
    if batch == tasks.count { tasks.append(Array(repeating: 0, count: count)) }
    for task in 0..<count {
      let note = notes[task]
      tasks[batch][task] += note.seconds
      if let index = busy.firstIndex(where: { pthread_equal($0.thread, note.thread) != 0 }) {
        busy[index].seconds += note.seconds
      } else {
        busy.append((note.thread, note.seconds))
      }
    }
    batch += 1
  }
}
