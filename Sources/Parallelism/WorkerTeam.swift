import Dispatch
import Foundation
import Synchronization

/// Threads that run batches of tasks for as long as one piece of work lasts.
///
/// One `concurrentPerform` spans all of it. The leader publishes a batch in an atomic ticket; whoever is there, the
/// leader too, claims tasks from it until none is left; the leader waits for the claimed ones. No task is bound to
/// a thread, so a worker that starts late, or never, stops nothing.
///
///     let sum = WorkerTeam.withTeam(threads: 8) { team in
///       team.perform(100) { index in ... }
///     }
public final class WorkerTeam: TaskExecutor {
  /// The number of threads asked for, the leader's among them.
  public let threadCount: Int

  /// The batch that can be claimed: generation << 32 | tasks that nobody has claimed yet.
  ///
  /// Claims count down, so that one word says whether there is a task: no worker that comes late can mistake the
  /// count of the next batch for that of the last one.
  private let ticket = Atomic<UInt64>(0)
  private let unfinished = Atomic<Int>(0)
  private let presentThreads = Atomic<Int>(0)
  private let usable = usableProcessors()
  private let workersSleep = ParkingPlace()
  private let leaderSleeps = ParkingPlace()

  // Written by the leader while no task is published, read after a claim.
  @exclusivity(unchecked) nonisolated(unsafe) private var count = 0
  @exclusivity(unchecked) nonisolated(unsafe) private var body: @Sendable (Int, Int) -> Void = nothing

  /// A ticket no batch has: the team has ended.
  private static let closed = UInt64.max
  private static let nothing: @Sendable (Int, Int) -> Void = { _, _ in }

  private init(threads: Int) {
    threadCount = threads
  }

  /// The result of `work(team)`, which runs on one of the team's threads while the others serve it.
  ///
  /// - Parameter threads: How many threads, the leader's among them; at least 1. One thread needs no dispatch. Where none
  ///   is said, one for each usable processor.
  public static func withTeam<Result, Failure: Error>(
    threads: Int = usableProcessors(), _ work: (WorkerTeam) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    precondition(threads >= 1, "a team has at least one thread, found \(threads)")
    let team = WorkerTeam(threads: threads)
    guard threads > 1 else { return try work(team) }

    nonisolated(unsafe) var outcome: Swift.Result<Result, Failure>?
    withoutActuallyEscaping(work) { work in
      nonisolated(unsafe) let work = work
      DispatchQueue.concurrentPerform(iterations: threads) { iteration in
        if iteration == 0 {
          team.presentThreads.add(1, ordering: .relaxed)
          do throws(Failure) { outcome = .success(try work(team)) } catch { outcome = .failure(error) }
          team.close()
        } else {
          team.serve(as: iteration)
        }
      }
    }
    guard let outcome else { preconditionFailure("concurrentPerform returned before its first iteration") }
    return try outcome.get()
  }

  /// Runs body(0, w) ... body(count - 1, w), each once, on any of the threads; returns when all are done.
  ///
  /// Called by the leader only, and not from within a task.
  public func perform(_ count: Int, _ body: @escaping @Sendable (_ task: Int, _ worker: Int) -> Void) {
    precondition(count >= 0 && count < Int32.max, "a batch has 0 ..< 2^31 tasks, found \(count)")
    guard threadCount > 1, count > 1 else {
      for task in 0..<count { body(task, 0) }
      return
    }
    precondition(unfinished.load(ordering: .relaxed) == 0, "perform was called from within a task")
    self.count = count
    self.body = body
    unfinished.store(count, ordering: .relaxed)
    let generation = (ticket.load(ordering: .relaxed) >> 32 + 1) & 0x7FFF_FFFF
    ticket.store(generation << 32 | UInt64(count), ordering: .sequentiallyConsistent)
    workersSleep.wakeOne()
    while claimAndRun(as: 0) {}
    wait(at: leaderSleeps) { self.unfinished.load(ordering: .sequentiallyConsistent) == 0 }
    self.body = Self.nothing
  }

  /// A worker's life: run what can be claimed, wait for more, end with the team.
  private func serve(as worker: Int) {
    presentThreads.add(1, ordering: .relaxed)
    while true {
      if claimAndRun(as: worker) { continue }
      if ticket.load(ordering: .acquiring) == Self.closed { return }
      wait(at: workersSleep) { Self.remaining(self.ticket.load(ordering: .sequentiallyConsistent)) > 0 }
    }
  }

  private func close() {
    ticket.store(Self.closed, ordering: .sequentiallyConsistent)
    workersSleep.wakeAll()
  }

  /// Claims one task and runs it; false where there is none.
  private func claimAndRun(as worker: Int) -> Bool {
    var seen = ticket.load(ordering: .acquiring)
    while seen != Self.closed, Self.remaining(seen) > 0 {
      let (exchanged, found) = ticket.weakCompareExchange(
        expected: seen, desired: seen - 1, ordering: .acquiringAndReleasing)
      if exchanged {
        // Each who finds more than his own task wakes one more: the leader pays for one only.
        if Self.remaining(seen) > 1 { workersSleep.wakeOne() }
        run(count - Self.remaining(seen), worker)
        if unfinished.subtract(1, ordering: .sequentiallyConsistent).newValue == 0 { leaderSleeps.wakeOne() }
        return true
      }
      seen = found
    }
    return false
  }

  /// Not inlined: the reference to the closure is given back before the task counts as finished.
  @inline(never) private func run(_ task: Int, _ worker: Int) {
    body(task, worker)
  }

  private static func remaining(_ ticket: UInt64) -> Int {
    Int(truncatingIfNeeded: ticket & 0xFFFF_FFFF)
  }

  /// Waits until `isReady`: spins for a bounded time, then offers the processor to others, then sleeps.
  ///
  /// Where more threads are at work than there are processors, spinning would keep the others from theirs.
  private func wait(at place: ParkingPlace, until isReady: () -> Bool) {
    if presentThreads.load(ordering: .relaxed) <= usable {
      let deadline = DispatchTime.now().uptimeNanoseconds + 40_000
      repeat {
        for _ in 0..<64 where isReady() { return }
      } while DispatchTime.now().uptimeNanoseconds < deadline
      for _ in 0..<16 {
        if isReady() { return }
        sched_yield()
      }
    }
    place.sleep(until: isReady)
  }
}
