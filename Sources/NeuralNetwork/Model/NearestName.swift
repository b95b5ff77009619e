/// The known name that is nearest to what was typed, or nil if none is near.
///
/// Nearness is the number of letters to insert, remove or replace (Levenshtein, 1966); more than a third of the longer
/// name, and at least two, is too far. Upper and lower case count as the same, ties go to the first.
///
/// - Parameters:
///   - name: What was typed.
///   - known: The names there are.
public func nearestName(to name: String, among known: [String]) -> String? {
  let typed = Array(name.lowercased())
  let candidates = known.map { (name: $0, distance: editDistance(typed, Array($0.lowercased()))) }
  guard let best = candidates.min(by: { $0.distance < $1.distance }) else { return nil }
  let limit = max(2, max(typed.count, best.name.count) / 3)
  return best.distance <= limit && best.distance < best.name.count ? best.name : nil
}

/// What is expected in place of a name that is not known: `one of relu, tanh; did you mean relu?`
///
/// - Parameters:
///   - known: The names there are.
///   - name: What was found; nil where it is no name.
///   - aliases: Other names that are taken.
func oneOf(_ known: [String], insteadOf name: String?, aliases: [String] = []) -> String {
  let nearest = name.flatMap { nearestName(to: $0, among: known + aliases) }
  return "one of \(known.joined(separator: ", "))" + (nearest.map { "; did you mean \($0)?" } ?? "")
}

/// The least number of insertions, removals and replacements that turn one sequence into another.
func editDistance<Element: Equatable>(_ a: [Element], _ b: [Element]) -> Int {
  var row = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, y) in b.enumerated() {
      let replaced = diagonal + (x == y ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
    }
  }
  return row[b.count]
}
