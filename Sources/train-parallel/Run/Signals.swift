import Foundation
import Synchronization

/// The signals that a training answers: the first SIGINT or SIGTERM asks it to end after its step, the second ends the
/// process at once; SIGUSR1 asks for a checkpoint.
///
/// The handlers only set flags, which the training looks at after each step.
enum Signals {
  /// The signal that asked for the end; 0 for none.
  private static let stop = Atomic<Int32>(0)
  private static let save = Atomic<Bool>(false)

  /// Answers the signals while a training runs; afterwards they have their usual meaning again.
  static func whileAnswered<Result>(_ body: () throws -> Result) rethrows -> Result {
    stop.store(0, ordering: .relaxed)
    save.store(false, ordering: .relaxed)
    install()
    defer { for number in [SIGINT, SIGTERM, SIGUSR1] { signal(number, SIG_DFL) } }
    return try body()
  }

  /// The signal that asked for the end; nil for none.
  static var stopRequest: Int32? {
    let number = stop.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Whether a checkpoint was asked for since the last time this was asked.
  static func takeSaveRequest() -> Bool {
    save.load(ordering: .relaxed) && save.exchange(false, ordering: .relaxed)
  }

  private static func install() {
    let end: @convention(c) (Int32) -> Void = { number in
      // Only what is safe in a signal handler: a flag, or the end.
      if Signals.stop.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
    }
    signal(SIGINT, end)
    signal(SIGTERM, end)
    signal(SIGUSR1) { _ in Signals.save.store(true, ordering: .relaxed) }
    // Whoever started the process may have left them blocked.
    var answered = sigset_t()
    sigemptyset(&answered)
    for number in [SIGINT, SIGTERM, SIGUSR1] { sigaddset(&answered, number) }
    pthread_sigmask(SIG_UNBLOCK, &answered, nil)
  }
}

/// A training that a signal ended, after its checkpoint was saved.
struct StoppedBySignal: Error {
  let number: Int32

  /// As shells have it: 130 for SIGINT, 143 for SIGTERM.
  var exitCode: Int32 { 128 + number }
}
