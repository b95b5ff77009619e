/// What went wrong with files that a training can do without for the time being: said once for each file, the training
/// goes on.
final class RunTroubles {
  private let say: (String) -> Void
  private var said: Set<String> = []

  init(say: @escaping (String) -> Void) {
    self.say = say
  }

  /// Tries to write something.
  ///
  /// - Parameters:
  ///   - name: Tells it apart, such as `metrics.csv`.
  ///   - consequence: What follows where it fails.
  /// - Returns: Whether it was written.
  @discardableResult
  func attempt(_ name: String, otherwise consequence: String, _ write: () throws -> Void) -> Bool {
    do {
      try write()
      return true
    } catch {
      if said.insert(name).inserted { say("warning: \(Console.message(of: error)); \(consequence)") }
      return false
    }
  }
}
