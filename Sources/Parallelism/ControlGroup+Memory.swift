extension ControlGroup {
  /// The least number of bytes that the group and the groups around it may still take; nil without a limit.
  ///
  /// What the group uses counts without the file pages that nobody read twice: they make room for others.
  /// https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
  func memoryLeft(read: (_ path: String) -> String?) -> Int? {
    var left: [Int?] = []
    for group in Self.ancestors(unified) {
      for root in ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"] {
        let folder = root + group
        left.append(
          Self.memoryLeft(
            limit: read(folder + "/memory.max"), used: read(folder + "/memory.current"),
            statistics: read(folder + "/memory.stat"), freeable: "inactive_file"))
      }
    }
    for group in Self.ancestors(memory) {
      let folder = "/sys/fs/cgroup/memory" + group
      left.append(
        Self.memoryLeft(
          limit: read(folder + "/memory.limit_in_bytes"), used: read(folder + "/memory.usage_in_bytes"),
          statistics: read(folder + "/memory.stat"), freeable: "total_inactive_file"))
    }
    return left.compactMap { $0 }.min()
  }

  /// limit − (used − freeable), at least 0; nil where the files state no limit.
  ///
  /// - Parameters:
  ///   - limit: A number of bytes; the word `max` in version 2 for none, in version 1 a number above all memory.
  ///   - used: A number of bytes.
  ///   - statistics: Lines `key number`.
  ///   - freeable: The key of the bytes that are given back when others need them.
  static func memoryLeft(limit: String?, used: String?, statistics: String?, freeable: String) -> Int? {
    func bytes(_ text: Substring?) -> Int? {
      text.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }
    func bytes(_ text: String?) -> Int? { bytes(text?.split(whereSeparator: \.isWhitespace).first) }
    guard let limit = bytes(limit), let used = bytes(used) else { return nil }
    let line = (statistics ?? "").split(separator: "\n").first { $0.hasPrefix(freeable + " ") }
    let freed = bytes(line?.split(separator: " ").last) ?? 0
    return max(0, limit - max(0, used - freed))
  }
}
