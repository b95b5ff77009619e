import Foundation
import Testing

@testable import Files

@Suite struct BackgroundTaskTests {
  @Test func goesOnWhileItsStarterDoes() {
    let gate = DispatchSemaphore(value: 0)
    let task = BackgroundTask { () -> Int in
      gate.wait()
      return 7
    }
    #expect(task.value == nil)
    gate.signal()
    #expect(task.wait() == 7)
    #expect(task.value == 7)
  }

  /// A value that is nil is a value all the same.
  @Test func tellsNoValueFromNone() {
    let task = BackgroundTask { () -> Int? in nil }
    #expect(task.wait() == nil)
    #expect(task.value == .some(.none))
  }

  /// What a test lets fail fails on the thread too.
  @Test func takesFaultsAlong() {
    let task = FileCall.$fault.withValue({ _ in .error(EIO) }) {
      BackgroundTask { Calls.rename("/nowhere/a", "/nowhere/b") == -1 && errno == EIO }
    }
    #expect(task.wait())
  }
}
