import Parallelism
import TestSupport
import Testing

@testable import Training

@Suite struct LaneQueueTests {
  /// The lanes that workers take who come one after another.
  private func order(_ workers: [Int], of count: Int, lanes: Int, fromLast: Bool = false) -> [Int] {
    let queue = LaneQueue()
    queue.fill(lanes: lanes)
    return workers.map { queue.take(worker: $0, of: count, lanes: lanes, fromLast: fromLast) }
  }

  @Test func everyWorkerHasABlock() {
    #expect(order([0, 1, 0, 1, 1, 0], of: 2, lanes: 6) == [0, 3, 1, 4, 5, 2])
    #expect(order([0, 1, 0, 1, 1, 0], of: 2, lanes: 6, fromLast: true) == [2, 5, 1, 4, 3, 0])
    #expect(order([2, 1, 0, 2, 0, 0, 1, 2], of: 3, lanes: 8) == [5, 2, 0, 6, 1, 7, 3, 4])
  }

  /// Who is done takes what the other would take last.
  @Test func whoHasNoneLeftTakesFromTheOtherEnd() {
    #expect(order([0, 0, 0, 0, 1], of: 2, lanes: 5) == [0, 1, 4, 3, 2])
    #expect(order([1, 1, 1, 1, 0], of: 2, lanes: 5, fromLast: true) == [4, 3, 2, 0, 1])
  }

  @Test func moreWorkersThanLanes() {
    #expect(order([7, 0, 2], of: 8, lanes: 3) == [2, 0, 1])
  }

  /// 64 lanes fill the word; each is taken once, whoever comes first.
  @Test(arguments: [1, 2, 16, 64])
  func everyLaneIsTakenOnce(_ lanes: Int) {
    let queue = LaneQueue()
    let executor = RandomOrderExecutor(threads: 5)
    let taken = FloatMemory(count: 64)
    for round in 1...20 {
      queue.fill(lanes: lanes)
      executor.perform(lanes) { _, worker in
        taken.start[queue.take(worker: worker, of: 5, lanes: lanes, fromLast: round % 2 == 0)] += 1
      }
    }
    #expect((0..<64).map { taken.start[$0] } == (0..<64).map { $0 < lanes ? 20 : 0 })
  }
}
