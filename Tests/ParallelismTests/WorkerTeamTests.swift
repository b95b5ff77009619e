import Foundation
import Synchronization
import Testing

@testable import Parallelism

@Suite(.serialized) struct WorkerTeamTests {
  static let threadCounts = [1, 2, 3, 8, 16]

  @Test(arguments: threadCounts, [0, 1, 2, 3, 7, 16, 1_000])
  func `every task runs exactly once`(threads: Int, count: Int) {
    let runs = Counters(count: count)
    WorkerTeam.withTeam(threads: threads) { team in
      #expect(team.threadCount == threads)
      for _ in 0..<3 { team.perform(count) { runs.values[$0] += 1 } }
    }
    #expect(Array(runs.values) == [Int](repeating: 3, count: count))
  }

  /// The counters are plain memory: sums that are right show that writes before and in a batch are seen after it.
  @Test(arguments: threadCounts)
  func `many small batches finish, and each sees the last one's results`(threads: Int) {
    let cells = Counters(count: 5)
    let generations = 100_000
    let step: @Sendable (Int) -> Void = { index in
      // Each task reads what another task wrote in the batch before.
      cells.values[index] = cells.previous[(index + 1) % 5] + 1
    }
    WorkerTeam.withTeam(threads: threads) { team in
      if threads > 1 { #expect(tasksMeet(in: team)) }
      for generation in 0..<generations {
        swap(&cells.values, &cells.previous)
        team.perform(5 - generation % 2, step)
        if generation % 2 == 1 { cells.values[4] = cells.previous[0] + 1 }
      }
    }
    #expect(Array(cells.values) == [Int](repeating: generations, count: 5))
  }

  @Test(arguments: threadCounts)
  func `batches after a pause find the workers that went to sleep`(threads: Int) {
    let runs = Counters(count: 20)
    WorkerTeam.withTeam(threads: threads) { team in
      for _ in 0..<5 {
        usleep(2_000)
        team.perform(20) { index in
          usleep(100)
          runs.values[index] += 1
        }
      }
    }
    #expect(Array(runs.values) == [Int](repeating: 5, count: 20))
  }

  /// The counters are plain memory: sums that are right show that no two tasks had the same worker at the same time.
  @Test(arguments: threadCounts)
  func `tasks at the same time have different workers`(threads: Int) {
    let runs = Counters(count: threads)
    WorkerTeam.withTeam(threads: threads) { team in
      for _ in 0..<50 {
        team.perform(40) { _, worker in
          for _ in 0..<1_000 { runs.values[worker] += 1 }
        }
      }
    }
    #expect(runs.values.reduce(0, +) == 50 * 40 * 1_000)
  }

  @Test func `two threads run tasks at the same time`() {
    #expect(WorkerTeam.withTeam(threads: 2, tasksMeet))
  }

  @Test(arguments: threadCounts) func `results are passed out`(threads: Int) {
    #expect(WorkerTeam.withTeam(threads: threads) { $0.threadCount * 2 } == threads * 2)
  }

  @Test(arguments: threadCounts) func `errors are passed out`(threads: Int) {
    struct Failure: Error, Equatable { let number: Int }
    let runs = Counters(count: 8)
    #expect(throws: Failure(number: 7)) {
      try WorkerTeam.withTeam(threads: threads) { team in
        team.perform(8) { runs.values[$0] += 1 }
        throw Failure(number: 7)
      }
    }
    #expect(Array(runs.values) == [Int](repeating: 1, count: 8))
  }
}

/// Whether two tasks wait for one another and meet, so that a worker has surely arrived.
private func tasksMeet(in team: WorkerTeam) -> Bool {
  let arrived = Counter()
  team.perform(2) { _ in
    arrived.value.add(1, ordering: .relaxed)
    for _ in 0..<100_000 where arrived.value.load(ordering: .relaxed) < 2 { usleep(100) }
    if arrived.value.load(ordering: .relaxed) == 2 { arrived.met.add(1, ordering: .relaxed) }
  }
  return arrived.met.load(ordering: .relaxed) == 2
}

private final class Counter: Sendable {
  let value = Atomic<Int>(0)
  let met = Atomic<Int>(0)
}

/// Plain memory that tasks write to, each to its own place.
private final class Counters: @unchecked Sendable {
  var values: UnsafeMutableBufferPointer<Int>
  var previous: UnsafeMutableBufferPointer<Int>

  init(count: Int) {
    values = .allocate(capacity: count)
    values.initialize(repeating: 0)
    previous = .allocate(capacity: count)
    previous.initialize(repeating: 0)
  }

  deinit {
    values.deallocate()
    previous.deallocate()
  }
}
