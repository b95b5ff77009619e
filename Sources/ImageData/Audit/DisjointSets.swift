/// A partition of 0 ..< n into sets that are merged two by two.
///
/// - Source: R. E. Tarjan, J. van Leeuwen, "Worst-case Analysis of Set Union Algorithms" (1984): path halving.
struct DisjointSets {
  private var parents: [Int]

  /// Each number alone.
  init(count: Int) {
    parents = Array(0..<count)
  }

  /// The least number of the set that a number is in.
  mutating func find(_ number: Int) -> Int {
    var number = number
    while parents[number] != number {
      parents[number] = parents[parents[number]]
      number = parents[number]
    }
    return number
  }

  /// Merges the sets of two numbers.
  mutating func merge(_ a: Int, _ b: Int) {
    let (a, b) = (find(a), find(b))
    // The lesser one leads, so that sets do not depend on the order in which they were merged.
    parents[max(a, b)] = min(a, b)
  }

  /// The sets of two numbers or more: each in ascending order, in the order of their least numbers.
  mutating func groups() -> [[Int]] {
    var members: [Int: [Int]] = [:]
    for number in parents.indices { members[find(number), default: []].append(number) }
    return members.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }.map(\.value)
  }
}
