/// The control group that a process of Linux runs in, as far as it limits the processor time or the memory.
///
/// `docker --cpus`, Kubernetes' limits and systemd's `CPUQuota` all end in these files; neither the affinity mask
/// nor libdispatch shows them. https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files
struct ControlGroup {
  /// The path in the unified hierarchy (version 2).
  private(set) var unified: String?
  /// The path in the hierarchy of the `cpu` controller (version 1).
  private(set) var cpu: String?
  /// The path in the hierarchy of the `memory` controller (version 1).
  private(set) var memory: String?

  /// Reads the lines `number:controllers:path` of `/proc/self/cgroup`.
  init(parsing text: String) {
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, fields[2].hasPrefix("/") else { continue }
      if fields[0] == "0", fields[1].isEmpty { unified = String(fields[2]) }
      let controllers = fields[1].split(separator: ",")
      if controllers.contains("cpu") { cpu = String(fields[2]) }
      if controllers.contains("memory") { memory = String(fields[2]) }
    }
  }

  /// The least quota, in processors, of the group and the groups around it; nil without a limit.
  func quota(read: (_ path: String) -> String?) -> Double? {
    var quotas: [Double?] = []
    for group in Self.ancestors(unified) {
      for root in ["/sys/fs/cgroup", "/sys/fs/cgroup/unified"] {
        quotas.append(Self.quota(read(root + group + "/cpu.max")))
      }
    }
    for group in Self.ancestors(cpu) {
      for root in ["/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct"] {
        let files = ["/cpu.cfs_quota_us", "/cpu.cfs_period_us"].compactMap { read(root + group + $0) }
        quotas.append(Self.quota(files.joined(separator: " ")))
      }
    }
    return quotas.compactMap { $0 }.min()
  }

  /// quota / period of a text `quota period` in microseconds, as `cpu.max` holds it.
  ///
  /// No limit is the word `max` in version 2 and the quota -1 in version 1.
  static func quota(_ text: String?) -> Double? {
    let numbers = (text ?? "").split(whereSeparator: \.isWhitespace).map { Double($0) }
    guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], quota > 0, period > 0 else {
      return nil
    }
    return quota / period
  }

  /// The group and the groups around it: `/a/b`, `/a` and the root, here "".
  ///
  /// A container may see its path from outside, with the files at its root: so the walk always ends there.
  static func ancestors(_ path: String?) -> [String] {
    guard let path else { return [] }
    let names = path.split(separator: "/")
    return (0...names.count).reversed().map { count in
      names.prefix(count).map { "/" + $0 }.joined()
    }
  }
}
